package io.jenkins.plugins.kuberelease.access;

import hudson.model.Run;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.app.preview.BranchChoice;
import java.util.Optional;
import jenkins.scm.api.SCMHead;

/** Tells which branch's preview a build is for, from what Jenkins knows of the build. */
public final class PreviewBranch {
    private PreviewBranch() {}

    /**
     * The branch; all empty when no preview is asked for. Stays the same for a build, also after a restart.
     *
     * @param fetches whether the source is fetched, and is not that of the pipeline's workspace
     */
    public static BranchChoice of(Run<?, ?> run, ReleaseSpec asked, boolean fetches) {
        if (asked.preview().isEmpty()) {
            return new BranchChoice(Optional.empty(), Optional.empty(), Optional.empty());
        }
        return BranchChoice.of(
                asked.preview().filter(name -> !name.isEmpty()),
                PreviewRequest.of(run).map(PreviewRequest::branch),
                Optional.ofNullable(SCMHead.HeadByItem.findHead(run.getParent()))
                        .map(BuildRevision::head),
                fetches);
    }
}
