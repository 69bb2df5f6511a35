package io.kuberelease.plan;

import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.util.List;

/** An approval that a release asks for: in which stage, for which environment, and who may give it. */
public record AwaitedApproval(ReleaseId release, StageId stage, EnvironmentSpec environment, ApprovalRule rule) {

    /** A hash of the whole decision: with its person, time, subject and comment. */
    public Digest fingerprint(Approval approval) {
        return Digest.of(parts(approval) + "\n" + approval.comment().orElse(""));
    }

    /**
     * The hashes by which a decision may be proven: its own, and the one of earlier versions, which left the comment out.
     * Who proves one now leaves a proof of the whole.
     */
    public List<Digest> fingerprints(Approval approval) {
        return List.of(fingerprint(approval), Digest.of(parts(approval)));
    }

    private String parts(Approval approval) {
        return String.join(
                "\n",
                release.value(),
                stage.value(),
                approval.environment().value(),
                String.valueOf(approval.granted()),
                approval.by(),
                approval.at().toString(),
                approval.bundle().toString(),
                String.valueOf(approval.revision()),
                approval.diff().value());
    }
}
