package io.jenkins.plugins.kuberelease.access;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import java.io.IOException;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;

/**
 * Another branch of the repository that a build is from; Jenkins need not have a job for it. Its revision stays the
 * same during the build.
 */
public record OtherBranch(Run<?, ?> run, String name) {

    /**
     * The checkout of that branch.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when there is none that may be used
     */
    public SCM scm(TaskListener listener) throws IOException, InterruptedException {
        SCMSource source = BuildRevision.of(run)
                .map(BuildRevision::source)
                .orElseThrow(() -> AccessErrors.input(
                        "branch " + name + " can't be fetched: no branch source has made "
                                + run.getParent().getFullName(),
                        "check it out, and put the step beside that: node { checkout …; kubePreview branch: … }"));
        SCMRevision revision = revision(source, listener);
        return source.build(revision.getHead(), revision);
    }

    private SCMRevision revision(SCMSource source, TaskListener listener) throws IOException, InterruptedException {
        synchronized (run) {
            for (Fetched fetched : run.getActions(Fetched.class)) {
                if (fetched.branch.equals(name)) {
                    return fetched.revision;
                }
            }
            SCMRevision revision = source.fetch(name, listener, run.getParent());
            if (revision == null) {
                throw AccessErrors.input(
                        "there is no branch " + name + " in the repository of "
                                + run.getParent().getFullName(),
                        "push it first, or correct its name");
            }
            if (!BuildRevision.head(revision.getHead()).ours()) {
                throw AccessErrors.access(
                        name + " is a change from outside of the repository",
                        "have somebody who may deploy previews look at it on the project's page Previews");
            }
            run.addAction(new Fetched(name, revision));
            // At once: after a kill, another revision would not be the one that was planned.
            run.save();
            return revision;
        }
    }

    /** The revision that a branch had when it was first asked for. */
    private static final class Fetched extends InvisibleAction {
        private final String branch;
        private final SCMRevision revision;

        Fetched(String branch, SCMRevision revision) {
            this.branch = branch;
            this.revision = revision;
        }
    }
}
