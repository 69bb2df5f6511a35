package io.jenkins.plugins.kuberelease.page;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.access.BuildRevision;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.preview.BuiltHead;
import io.kuberelease.app.preview.RepositoryBranch;
import io.kuberelease.app.preview.RepositoryBranch.Kind;
import io.kuberelease.app.preview.ShownFiles;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.view.TextSanitizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jenkins.branch.MultiBranchProject;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.metadata.PrimaryInstanceMetadataAction;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import org.jspecify.annotations.Nullable;

/** The branches and changes of a project's repositories. What asks a repository blocks. */
record ProjectBranches(MultiBranchProject<?, ?> project) {
    private static final String RELEASE_FILE = "kube-release.yaml";
    private static final int LARGEST = 1_000_000;

    /** A branch where it was found, with what it was then. */
    record Found(SCMSource source, SCMRevision revision) {
        SCMHead head() {
            return revision.getHead();
        }

        BuiltHead built() {
            return BuildRevision.head(head());
        }

        /** Whether somebody has to look at it first. */
        boolean foreign() {
            return !built().ours();
        }

        RepositoryBranch shown(boolean job) {
            Kind kind =
                    foreign() ? Kind.FORK : head() instanceof ChangeRequestSCMHead ? Kind.PULL_REQUEST : Kind.BRANCH;
            return new RepositoryBranch(
                    TextSanitizer.text(head().getName()), TextSanitizer.text(built().branch()), kind, job);
        }

        boolean isCalled(String name) {
            return TextSanitizer.text(head().getName()).equals(name)
                    || head().getName().equals(name);
        }
    }

    /** Something that asks a repository. */
    interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    /** What goes wrong becomes a reason that people are told. */
    static <T> T asking(Question<T> question) {
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

    /** All that the branch sources discover, also without a Jenkinsfile. */
    List<Found> all() {
        List<Found> found = new ArrayList<>();
        for (SCMSource source : project.getSCMSources()) {
            asking(() -> source.fetch((SCMSourceCriteria) null, SCMHeadObserver.collect(), TaskListener.NULL))
                    .result()
                    .values()
                    .forEach(revision -> found.add(new Found(source, revision)));
        }
        return found;
    }

    /**
     * The branch of that name as it is now.
     *
     * @param known those that were found lately
     */
    Found now(String name, List<Found> known) {
        Found found = known.stream()
                .filter(each -> each.isCalled(name))
                .findFirst()
                .or(() -> known.stream()
                        .filter(each -> each.built().branch().equals(name))
                        .findFirst())
                .or(() -> hidden(name))
                .orElseThrow(() -> refused(
                        CauseKind.BAD_INPUT,
                        "there is no branch \"" + name + "\" in the repository of " + project.getFullDisplayName(),
                        "push it first, or search for its name"));
        SCMRevision revision = asking(() -> found.source().fetch(found.head(), TaskListener.NULL));
        if (revision == null) {
            throw refused(CauseKind.BAD_INPUT, "branch \"" + name + "\" is no longer there", "take another one");
        }
        return new Found(found.source(), revision);
    }

    /** One that is new, or that the project's filters leave out. */
    private Optional<Found> hidden(String name) {
        for (SCMSource source : project.getSCMSources()) {
            SCMRevision revision = asking(() -> source.fetch(name, TaskListener.NULL, project));
            if (revision != null && revision.getHead().getName().equals(name)) {
                return Optional.of(new Found(source, revision));
            }
        }
        return Optional.empty();
    }

    /** The job of the branch itself. */
    Optional<Job<?, ?>> job(SCMHead head) {
        return jobs().stream()
                .filter(job -> head.equals(SCMHead.HeadByItem.findHead(job)))
                .findFirst();
    }

    /** The jobs that a branch source stands behind; a branch that is gone may have one for a while. */
    List<Job<?, ?>> jobs() {
        List<Job<?, ?>> jobs = new ArrayList<>();
        for (Item item : project.getItems()) {
            SCMSource source = SCMSource.SourceByItem.findSource(item);
            if (item instanceof Job<?, ?> job
                    && source != null
                    && project.getSCMSources().contains(source)) {
                jobs.add(job);
            }
        }
        return jobs;
    }

    /** The job that deploys branches which have none: of the primary branch, or else of the first of the repository itself. */
    Job<?, ?> primary() {
        return jobs().stream()
                .filter(job -> isOurs(SCMHead.HeadByItem.findHead(job)))
                .min(Comparator.comparing((Job<?, ?> job) -> job.getAction(PrimaryInstanceMetadataAction.class) == null)
                        .thenComparing(job -> !isUsual(job.getName()))
                        .thenComparing(Job::getName))
                .orElseThrow(() -> refused(
                        CauseKind.BAD_INPUT,
                        "no branch of " + project.getFullDisplayName() + " has a job that could deploy another",
                        "add a Jenkinsfile to one of its branches, and scan the project"));
    }

    private static boolean isOurs(@Nullable SCMHead head) {
        return head != null
                && !(head instanceof ChangeRequestSCMHead)
                && BuildRevision.head(head).ours();
    }

    private static boolean isUsual(String name) {
        return List.of("main", "master", "trunk").contains(name);
    }

    /** What is to be seen of a revision before it is deployed. */
    ShownFiles shown(Found found) {
        SCMRevision trusted = asking(() -> found.source().getTrustedRevision(found.revision(), TaskListener.NULL));
        return releaseFile(new Found(found.source(), trusted))
                .flatMap(governing -> reading(found, tree -> ShownFiles.read(tree, RELEASE_FILE, governing)))
                .orElseGet(
                        () -> new ShownFiles(
                                List.of(),
                                Optional.of(
                                        "It can't be shown, so it can't be deployed: its branch source can't read single files")));
    }

    private static Optional<byte[]> releaseFile(Found found) {
        return reading(found, tree -> tree.read(RELEASE_FILE, LARGEST));
    }

    /** The release file of the primary branch. */
    AppDescription described() {
        SCMHead head = SCMHead.HeadByItem.findHead(primary());
        SCMSource source = SCMSource.SourceByItem.findSource(primary());
        SCMRevision revision =
                head == null || source == null ? null : asking(() -> source.fetch(head, TaskListener.NULL));
        if (head == null || source == null || revision == null) {
            throw refused(CauseKind.UNAVAILABLE, "the project's primary branch is not there", "scan the project");
        }
        String text = releaseFile(new Found(source, revision))
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .orElseThrow(() -> refused(
                        CauseKind.UNAVAILABLE,
                        "the project's branch source can't read single files",
                        "look into it yourself"));
        try {
            return ReleasePlanner.describe(text);
        } catch (BadRequest wrong) {
            throw refused(
                    CauseKind.BAD_INPUT, RELEASE_FILE + " of " + head.getName() + " has faults", "mend them first");
        }
    }

    private interface Reader<T> {
        T read(RevisionFiles files) throws IOException, InterruptedException;
    }

    private static <T> Optional<T> reading(Found found, Reader<T> reader) {
        return asking(() -> {
            try (SCMFileSystem files = SCMFileSystem.of(found.source(), found.head(), found.revision())) {
                return files == null ? Optional.empty() : Optional.of(reader.read(new RevisionFiles(files)));
            }
        });
    }
}
