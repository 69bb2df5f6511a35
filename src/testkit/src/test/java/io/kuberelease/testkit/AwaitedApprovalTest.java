package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ApprovalRule;
import io.kuberelease.plan.AwaitedApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwaitedApprovalTest {
    private final AwaitedApproval asked = new AwaitedApproval(
            new ReleaseId("r1"),
            new StageId("production.approval"),
            SamplePlan.toProduction().environments().get(0),
            new ApprovalRule(List.of("ops"), Duration.ofHours(1)));

    /** Else whoever may write the journal could put other words into an approver's mouth. */
    @Test
    void whatAnApproverSaidIsPartOfWhatIsProven() {
        assertThat(asked.fingerprint(saying(Optional.of("looks good"))))
                .isNotEqualTo(asked.fingerprint(saying(Optional.of("deploy at any price"))))
                .isNotEqualTo(asked.fingerprint(saying(Optional.empty())));
    }

    @Test
    void aProofOfAnEarlierVersionWhichHadNoCommentStillCounts() {
        Approval approval = saying(Optional.of("looks good"));

        assertThat(asked.fingerprints(approval))
                .hasSize(2)
                .contains(asked.fingerprint(approval))
                .last()
                .isEqualTo(asked.fingerprints(saying(Optional.empty())).get(1));
    }

    private static Approval saying(Optional<String> comment) {
        return new Approval(
                true,
                "ann",
                Instant.EPOCH,
                comment,
                new ImageReference(new ImageRepository("r.example/polls"), Digest.of("bundle")),
                new EnvironmentName("production"),
                4,
                Digest.of("diff"));
    }
}
