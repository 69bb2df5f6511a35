package io.kuberelease.testkit;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.model.Approval;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.plan.StageTask;
import java.time.Instant;
import java.util.Optional;

/** What a person decides about the release that they see. */
final class Decisions {
    private Decisions() {}

    /** The decision is by whom it names: the cluster vouches for that. */
    static Approval proven(FakeWorld world, ReleaseState seen, StageId stage, Approval approval) {
        StageTask.AwaitApproval task =
                (StageTask.AwaitApproval) seen.stage(stage).stage().task();
        world.approvals()
                .prove(new AwaitedApproval(seen.plan().release(), stage, task.environment(), task.rule()), approval);
        return approval;
    }

    static Approval approval(ReleaseState seen, boolean granted) {
        Compared compared =
                seen.output(new EnvironmentName("production"), Compared.class).orElseThrow();
        return new Approval(
                granted,
                "tester",
                Instant.now(),
                Optional.empty(),
                seen.bundle().orElseThrow(),
                new EnvironmentName("production"),
                compared.diff().revision(),
                compared.diff().hash());
    }
}
