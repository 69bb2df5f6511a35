package io.kuberelease.adapters.git;

import io.kuberelease.adapters.disk.ProcessLock;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Another branch of a repository than the one that is checked out, in a directory of its own: what is being worked on is
 * left alone. Gone when it is closed.
 */
public final class BranchCheckout implements AutoCloseable {
    private static final String PREFIX = "kube-release-branch-";
    private static final String TOP = "source";
    private static final String LOCK = "lock";
    private static final String WORKTREE = "worktree ";

    private final Git git;
    private final Path top;
    private final Path directory;

    private final Optional<ProcessLock> lock;

    private BranchCheckout(Git git, Path top, Path directory, Optional<ProcessLock> lock) {
        this.git = git;
        this.top = top;
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Checks the branch out as it is known here: the local one, else that of the origin. Empty when it is checked out
     * already, when a commit is checked out without a branch and so may be anybody's, or when there is no repository.
     *
     * @throws ReleaseException.Failed when the repository has no such branch
     */
    public static Optional<BranchCheckout> of(Path directory, String branch, Map<String, String> environment) {
        Optional<Git> found = Git.in(directory, environment);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Git git = found.get();
        Git.Answer head = git.answer("symbolic-ref", "--quiet", "HEAD");
        if (!head.succeeded() || head.text().equals("refs/heads/" + branch)) {
            return Optional.empty();
        }
        String reference = Stream.of("refs/heads/" + branch, "refs/remotes/origin/" + branch)
                .filter(git::hasReference)
                .findFirst()
                .orElseThrow(() -> new ReleaseException.Failed(
                        Cause.of(CauseKind.BAD_INPUT, "the repository of " + directory + " knows no branch " + branch)
                                .suggesting("fetch it (git fetch origin), or correct its name")));
        return Optional.of(made(git, reference));
    }

    /**
     * Checks out again what an earlier process had checked out, and is gone or may be incomplete by now; what is left of
     * that is removed. Empty when the repository is gone, or does not have the commit any more.
     *
     * @param directory of which it was asked for then
     * @param former the {@link #directory()} of then
     */
    public static Optional<BranchCheckout> again(
            Path directory, Path former, String commit, Map<String, String> environment) {
        Optional<Git> found = Git.in(directory, environment);
        if (found.isEmpty()
                || !found.get().answer("cat-file", "-e", commit + "^{commit}").succeeded()) {
            return Optional.empty();
        }
        Git git = found.get();
        top(former).ifPresent(left -> removed(git, left));
        return Optional.of(made(git, commit));
    }

    private static Optional<Path> top(Path former) {
        for (Path at = former; at != null && at.getParent() != null; at = at.getParent()) {
            Path parent = at.getParent().getFileName();
            if (at.endsWith(TOP) && parent != null && parent.toString().startsWith(PREFIX)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private static BranchCheckout made(Git git, String reference) {
        sweep(git);
        try {
            Path place = Files.createTempDirectory(PREFIX);
            Optional<ProcessLock> lock = ProcessLock.take(place.resolve(LOCK));
            Path top = place.resolve(TOP);
            var unused = git.bytes("worktree", "add", "--detach", "--quiet", top.toString(), reference);
            return new BranchCheckout(git, top, top.resolve(git.line("rev-parse", "--show-prefix")), lock);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Removes what processes that are gone have left; a release that is resumed gets its own anew. */
    private static void sweep(Git git) {
        git.lines("worktree", "list", "--porcelain").stream()
                .filter(line -> line.startsWith(WORKTREE))
                .flatMap(line -> top(Path.of(line.substring(WORKTREE.length()))).stream())
                .filter(top -> !isUsed(top))
                .forEach(top -> removed(git, top));
    }

    private static boolean isUsed(Path top) {
        try {
            return ProcessLock.isTaken(top.resolveSibling(LOCK));
        } catch (IOException notKnown) {
            return true;
        }
    }

    /** The directory in it that is as the one of which it was asked for. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        removed(git, top);
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException closed) {
            // It goes with the process at the latest.
            return;
        }
    }

    private static void removed(Git git, Path top) {
        Git.Answer unused = git.answer("worktree", "remove", "--force", top.toString());
        // What somebody else has removed is forgotten.
        Git.Answer unusedToo = git.answer("worktree", "prune");
        try {
            Files.deleteIfExists(top.resolveSibling(LOCK));
            Files.deleteIfExists(Optional.ofNullable(top.getParent()).orElse(top));
        } catch (IOException left) {
            // The system tidies its temporary directories up itself.
            return;
        }
    }
}
