package io.kuberelease.app.preview;

import io.kuberelease.app.BadRequest;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.preview.BranchHost.Built;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.view.TextSanitizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The branches and changes of a project's repositories: which is meant by a name, which job deploys it, what of it is to
 * be seen before, and which are gone. What asks a repository blocks.
 *
 * @param host the project
 */
public record ProjectRepository<R, J>(BranchHost<R, J> host) {
    private static final int LARGEST = 1_000_000;
    private static final List<String> USUAL = List.of("main", "master", "trunk");

    /** Something that asks a repository. */
    private interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    /** What goes wrong becomes a reason that people are told. */
    private static <T> T asking(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw refused(
                    CauseKind.UNAVAILABLE, "the repository can't be asked: " + e.getMessage(), "try it again later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while asking the repository");
        }
    }

    static ReleaseException.Failed refused(CauseKind kind, String why, String advice) {
        return new ReleaseException.Failed(
                Cause.of(kind, TextSanitizer.text(why)).suggesting(advice));
    }

    /** All that the project looks at, also without a job. */
    public List<FoundBranch<R>> all() {
        return asking(host::all);
    }

    /** The same as a search shows them. */
    public List<RepositoryBranch> shown(List<FoundBranch<R>> found) {
        Set<BuiltHead> built = host.jobs().stream().map(Built::head).collect(Collectors.toSet());
        return found.stream()
                .map(branch -> branch.shown(built.contains(branch.head())))
                .toList();
    }

    /**
     * The branch of that name as it is now.
     *
     * @param known those that were found lately
     * @throws ReleaseException.Failed when there is none
     */
    public FoundBranch<R> now(String name, List<FoundBranch<R>> known) {
        FoundBranch<R> found = known.stream()
                .filter(each -> each.isCalled(name))
                .findFirst()
                .or(() -> known.stream()
                        .filter(each -> each.head().branch().equals(name))
                        .findFirst())
                .or(() -> asking(() -> host.named(name)))
                .orElseThrow(() -> refused(
                        CauseKind.BAD_INPUT,
                        "there is no branch \"" + name + "\" in the repository of " + host.displayName(),
                        "push it first, or search for its name"));
        return asking(() -> host.now(found))
                .orElseThrow(() ->
                        refused(CauseKind.BAD_INPUT, "branch \"" + name + "\" is no longer there", "take another one"));
    }

    /**
     * The job that deploys a branch: its own, or that of the primary branch. What is from a fork has only its own.
     *
     * @throws ReleaseException.Failed when there is none
     */
    public J deploying(FoundBranch<R> found) {
        return host.jobs().stream()
                .filter(job -> job.head().equals(found.head()))
                .findFirst()
                .or(() -> Optional.of(found).filter(branch -> !branch.foreign()).map(branch -> primary()))
                .orElseThrow(() -> refused(
                        CauseKind.BAD_INPUT,
                        "there is no job for " + found.head().branch()
                                + ", and no other job deploys what is from a fork",
                        "have the project find it: it needs a Jenkinsfile that the project trusts"))
                .job();
    }

    /** Of the primary branch, or else of the first of the repository itself. */
    private Built<J> primary() {
        return host.jobs().stream()
                .filter(job -> job.head().ours() && !job.change())
                .min(Comparator.comparing((Built<J> job) -> !job.primary())
                        .thenComparing(job -> !USUAL.contains(job.name()))
                        .thenComparing(Built::name))
                .orElseThrow(() -> refused(
                        CauseKind.BAD_INPUT,
                        "no branch of " + host.displayName() + " has a job that could deploy another",
                        "add a Jenkinsfile to one of its branches, and scan the project"));
    }

    /**
     * What is to be seen of a revision before it is deployed.
     *
     * @param step how it is deployed
     */
    public ShownFiles files(FoundBranch<R> found, PreviewStep step) {
        return releaseFile(asking(() -> host.trusted(found)), step)
                .flatMap(governing ->
                        asking(() -> host.read(found, files -> ShownFiles.read(files, step.path(), governing))))
                .orElseGet(() -> new ShownFiles(
                        List.of(),
                        Optional.of("It can't be shown, so it can't be deployed: its branch source can't read"
                                + " single files")));
    }

    private Optional<byte[]> releaseFile(FoundBranch<R> found, PreviewStep step) {
        return asking(() -> host.read(found, files -> files.read(step.path(), LARGEST)));
    }

    /** The release file of the primary branch. */
    public AppDescription described() {
        Built<J> job = primary();
        FoundBranch<R> primary = asking(() -> host.of(job.job()))
                .orElseThrow(() -> refused(
                        CauseKind.UNAVAILABLE, "the project's primary branch is not there", "scan the project"));
        String text = releaseFile(primary, PreviewStep.USUAL)
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .orElseThrow(() -> refused(
                        CauseKind.UNAVAILABLE,
                        "the project's branch source can't read single files",
                        "look into it yourself"));
        try {
            return ReleasePlanner.describe(text);
        } catch (BadRequest wrong) {
            throw refused(
                    CauseKind.BAD_INPUT,
                    PreviewStep.USUAL.path() + " of " + primary.head().name() + " has faults",
                    "mend them first");
        }
    }

    /**
     * Those of the names that the repository certainly does not have any more. One that the project does not look at, or
     * that has lost its Jenkinsfile and with that its job, is there all the same; a change that was merged or closed can
     * often still be asked for, and is gone when the project has lost it.
     *
     * @throws IOException when it can't be told, for then none is gone
     */
    public Set<String> gone(Set<String> heads) throws IOException, InterruptedException {
        Set<String> there =
                host.all().stream().map(found -> found.head().name()).collect(Collectors.toSet());
        Set<String> ended = Set.copyOf(host.endedChanges());
        Set<String> gone = new HashSet<>();
        for (String head : heads) {
            // Where nothing is found at all, the project has lost its repository, and not its branches.
            if (!there.isEmpty()
                    && !there.contains(head)
                    && (ended.contains(head) || host.named(head).isEmpty())) {
                gone.add(head);
            }
        }
        return gone;
    }
}
