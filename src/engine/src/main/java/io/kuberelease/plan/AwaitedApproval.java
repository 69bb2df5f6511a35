package io.kuberelease.plan;

import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;

/** What a release asks people for: who of them, for which environment, in which stage. */
public record AwaitedApproval(ReleaseId release, StageId stage, EnvironmentSpec environment, ApprovalRule rule) {

    /** Of this decision of this person at this time, and of no other. */
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
