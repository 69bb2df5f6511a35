package io.jenkins.plugins.kuberelease.access;

import hudson.AbortException;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import io.kuberelease.app.preview.BuiltHead;
import java.io.IOException;
import java.util.Optional;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;

/**
 * The branch, tag or change that a build is of, in a job made by a branch source. Its revision stays the same during
 * the build; a replayed build has the revision of the one it repeats. Methods may ask the repository's server.
 *
 * @param source the branch source that found the head
 */
public record BuildRevision(Run<?, ?> run, SCMHead head, SCMSource source) {

    /** The head of a build; absent in a job of another kind, or when the branch source no longer exists. */
    public static Optional<BuildRevision> of(Run<?, ?> run) {
        SCMHead head = SCMHead.HeadByItem.findHead(run.getParent());
        SCMSource source = head == null ? null : SCMSource.SourceByItem.findSource(run.getParent());
        return head == null || source == null ? Optional.empty() : Optional.of(new BuildRevision(run, head, source));
    }

    /** The full name of the project whose branches have jobs of their own, else of the job itself. */
    public static String project(Job<?, ?> job) {
        return job.getParent() instanceof SCMSourceOwner project ? project.getFullName() : job.getFullName();
    }

    /** The head as previews know it. */
    public static BuiltHead head(SCMHead head) {
        String source = head instanceof ChangeRequestSCMHead2 change ? change.getOriginName() : head.getName();
        return new BuiltHead(head.getName(), source, SCMHeadOrigin.DEFAULT.equals(head.getOrigin()));
    }

    /**
     * The checkout of the build's revision, like {@code checkout scm}.
     *
     * @throws AbortException when the head is no longer in the repository
     */
    public SCM scm(TaskListener listener) throws IOException, InterruptedException {
        SCMRevision revision = revision(listener)
                .orElseThrow(() -> new AbortException("could not find " + head.getName()
                        + " in its repository, from which " + run.getFullDisplayName()
                        + " is built; perhaps it was deleted: build a branch that is there"));
        return source.build(head, revision);
    }

    /** The revision of the build; if none is recorded yet, it is fetched and recorded for later calls. */
    public Optional<SCMRevision> revision(TaskListener listener) throws IOException, InterruptedException {
        Optional<SCMRevision> known = recorded();
        return known.isPresent()
                ? known
                : Optional.ofNullable(source.fetch(head, listener)).map(this::record);
    }

    Optional<SCMRevision> recorded() {
        return Optional.ofNullable(SCMRevisionAction.getRevision(source, run));
    }

    /** Records the revision, unless the build has ended or another thread was faster. */
    private SCMRevision record(SCMRevision fetched) {
        synchronized (run) {
            Optional<SCMRevision> meanwhile = recorded();
            if (meanwhile.isEmpty() && run.isBuilding()) {
                run.addAction(new SCMRevisionAction(source, fetched));
            }
            return meanwhile.orElse(fetched);
        }
    }
}
