package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import io.kuberelease.app.page.KeptLinks;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.kuberelease.model.Cause;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EvidenceStore;
import jenkins.model.Jenkins;

/**
 * Evidence on the controller, which people find at the build's release page; by its path where Jenkins does not know
 * its own address.
 */
record LinkedEvidence(Run<?, ?> run, ReleaseId release, EvidenceStore files) implements EvidenceStore {

    @Override
    public String keep(StageId stage, Cause cause) {
        String path = files.keep(stage, cause);
        String root = Jenkins.get().getRootUrl();
        return root == null ? path : root + run.getUrl() + ReleaseAction.URL + "/" + KeptLinks.evidence(release, stage);
    }
}
