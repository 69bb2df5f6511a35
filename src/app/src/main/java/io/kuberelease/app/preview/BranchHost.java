package io.kuberelease.app.preview;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A project of a host, whose jobs are made of the branches of its repositories. What throws {@link IOException} asks a
 * repository, and blocks.
 *
 * @param <R> the host's own of a revision
 * @param <J> the host's own of a job
 */
public interface BranchHost<R, J> {

    /** The project's name for people. */
    String displayName();

    /** All branches and changes that the project looks at, also those without a job. */
    List<FoundBranch<R>> all() throws IOException, InterruptedException;

    /** The same branch as it is now; absent when it is gone. */
    Optional<FoundBranch<R>> now(FoundBranch<R> found) throws IOException, InterruptedException;

    /** The branch of that name, also one that is new, or that the project does not look at. */
    Optional<FoundBranch<R>> named(String name) throws IOException, InterruptedException;

    /** The revision that the project goes by where the found one is not trusted. */
    FoundBranch<R> trusted(FoundBranch<R> found) throws IOException, InterruptedException;

    /** Reads files of a revision; absent when the repository can't be asked for single ones. */
    <T> Optional<T> read(FoundBranch<R> found, Reader<T> reader) throws IOException, InterruptedException;

    /** The jobs of branches that the project looks at; a branch that is gone may have one for a while. */
    List<Built<J>> jobs();

    /** The branch of a job as it is now; absent when it is gone. */
    Optional<FoundBranch<R>> of(J job) throws IOException, InterruptedException;

    /** The changes whose jobs are kept although the repository has ended them. */
    List<String> endedChanges();

    /** Reads something from the files of a revision. */
    interface Reader<T> {
        T read(ShownFiles.Tree files) throws IOException, InterruptedException;
    }

    /**
     * The job of a branch.
     *
     * @param name as the host calls it
     * @param change whether somebody asks for the branch to be merged
     * @param primary whether the repository says that it is the first of all
     */
    record Built<J>(J job, String name, BuiltHead head, boolean change, boolean primary) {}
}
