package io.jenkins.plugins.kuberelease.access;

import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.access.Reach;
import io.kuberelease.app.preview.ShownChange;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a build's source was written by people who may write to the repository. A build of a fork, or of a
 * revision that the branch source does not trust, reaches no cluster and no registry, and its release file is read from
 * the trusted revision. May ask the repository's server: must not be called on a pipeline's thread.
 */
public final class Trust implements Access.Trusting {
    private final Run<?, ?> run;
    private @Nullable Boolean stranger;
    private volatile @Nullable ReleasePlan plan;

    public Trust(Run<?, ?> run) {
        this.run = run;
    }

    /**
     * Returns when the build's source is trusted, or what it is to reach is all that its plan needs for the preview of a
     * revision that a person has seen and asked for.
     *
     * @throws ReleaseException.Failed for another untrusted build
     */
    @Override
    public void admit(Reach what) {
        ReleasePlan known = plan;
        if (isStranger() && !(known != null && ShownChange.needs(known, what) && shown().isWanted())) {
            throw AccessErrors.access(
                    run.getFullDisplayName() + " builds a change from outside of the repository and may not reach "
                            + what.words(),
                    "release the branch that the change was merged into");
        }
    }

    /** Sets the plan of the release that is carried out. */
    @Override
    public void goesBy(ReleasePlan released) {
        plan = released;
    }

    /** What a person has seen of an untrusted build's revision. */
    public ShownChange shown() {
        return new ShownChange(
                run.getFullDisplayName(),
                PreviewRequest.of(run).flatMap(PreviewRequest::revision),
                BuildRevision.of(run).flatMap(BuildRevision::recorded).map(PreviewRequest::text));
    }

    /** Whether the source is not trusted. Asked until it is known, then kept. */
    public synchronized boolean isStranger() {
        Boolean known = stranger;
        if (known == null) {
            known = judge();
            stranger = known;
        }
        return known;
    }

    /**
     * Reads a file of the repository from the trusted revision; absent when the build's own source is trusted, or is
     * not from a branch source: then the copy in the workspace counts.
     *
     * @param path relative to the top of the repository
     * @throws ReleaseException.Failed when the trusted revision can't be told, or has no such file
     */
    public Optional<String> file(String path, TaskListener listener) throws IOException, InterruptedException {
        SCMHead head = SCMHead.HeadByItem.findHead(run.getParent());
        if (head == null || !isUntrusted(head, listener)) {
            return Optional.empty();
        }
        BuildRevision built = BuildRevision.of(run).orElse(null);
        SCMRevision revision = built == null ? null : built.revision(listener).orElse(null);
        if (built == null || revision == null) {
            throw AccessErrors.access(
                    run.getFullDisplayName() + " has no trusted revision to read " + path + " from",
                    "build it from a branch source that still exists");
        }
        SCMSource source = built.source();
        return Optional.of(read(source, source.getTrustedRevision(revision, listener), path));
    }

    private String read(SCMSource source, SCMRevision trusted, String path) throws IOException, InterruptedException {
        try (SCMFileSystem files = SCMFileSystem.of(source, trusted.getHead(), trusted)) {
            if (files == null) {
                throw AccessErrors.access(
                        path + " can't be read from the trusted revision " + trusted
                                + ": its branch source can't read single files",
                        "use a branch source that can, or release branches only");
            }
            return files.child(path).contentAsString();
        } catch (FileNotFoundException none) {
            throw AccessErrors.input(
                    "there is no " + path + " in the trusted revision " + trusted,
                    "merge one into the branch that the change is for");
        }
    }

    private boolean judge() {
        Job<?, ?> job = run.getParent();
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        if (head == null) {
            return false;
        }
        try {
            return !SCMHeadOrigin.DEFAULT.equals(head.getOrigin()) || isUntrusted(head, TaskListener.NULL);
        } catch (IOException problem) {
            throw AccessErrors.access(
                    "whether " + run.getFullDisplayName() + " builds a trusted revision can't be told: "
                            + problem.getMessage(),
                    "check that the repository's server is reached");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while asking whether the revision is trusted");
        }
    }

    /**
     * Whether the branch source does not trust the build's revision; without a revision, changes and forks are
     * untrusted.
     */
    private boolean isUntrusted(SCMHead head, TaskListener listener) throws IOException, InterruptedException {
        BuildRevision built = BuildRevision.of(run).orElse(null);
        SCMRevision revision = built == null ? null : built.revision(listener).orElse(null);
        if (built == null || revision == null) {
            return head instanceof ChangeRequestSCMHead || !SCMHeadOrigin.DEFAULT.equals(head.getOrigin());
        }
        return !built.source().getTrustedRevision(revision, listener).equals(revision);
    }
}
