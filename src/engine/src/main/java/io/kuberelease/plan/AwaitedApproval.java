package io.kuberelease.plan;

import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;

/** An approval that a release asks for: in which stage, for which environment, and who may give it. */
public record AwaitedApproval(ReleaseId release, StageId stage, EnvironmentSpec environment, ApprovalRule rule) {

    /** A hash of the decision with its person, time and subject, but without its comment. */
    public Digest fingerprint(Approval approval) {
        return Digest.of(String.join(
                "\n",
                release.value(),
                stage.value(),
                approval.environment().value(),
                String.valueOf(approval.granted()),
                approval.by(),
                approval.at().toString(),
                approval.bundle().toString(),
                String.valueOf(approval.revision()),
                approval.diff().value()));
    }
}
