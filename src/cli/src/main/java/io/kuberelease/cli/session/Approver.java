package io.kuberelease.cli.session;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ApprovalRule;
import io.kuberelease.plan.StageTask.AwaitApproval;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.EnvironmentProbe.Identity;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Turns what a person at a terminal says into an approval; who they are is the cluster's answer, not theirs. */
public final class Approver {
    private final EnvironmentProbe probe;
    private final InstantSource clock;

    public Approver(EnvironmentProbe probe, InstantSource clock) {
        this.probe = probe;
        this.clock = clock;
    }

    /** The stages that wait for a person. */
    public static List<StageState> waiting(ReleaseState state) {
        return state.all().stream()
                .filter(StageState::isWaiting)
                .filter(stage -> stage.stage().task() instanceof AwaitApproval)
                .toList();
    }

    /**
     * What the person decided about what they see now.
     *
     * @throws ReleaseException.Failed when the environment's cluster does not know them as one who may decide
     */
    public Approval decide(ReleaseState state, StageState stage, boolean granted, Optional<String> comment) {
        AwaitApproval task = (AwaitApproval) stage.stage().task();
        Identity who = probe.whoAmI(task.environment());
        requireAllowed(who, task.rule(), task);
        Compared compared =
                state.output(stage.stage().id().group(), Compared.class).orElseThrow();
        return new Approval(
                granted,
                who.user(),
                clock.instant(),
                comment,
                state.bundle().orElseThrow(),
                task.environment().name(),
                compared.diff().revision(),
                compared.diff().hash());
    }

    private static void requireAllowed(Identity who, ApprovalRule rule, AwaitApproval task) {
        boolean allowed = rule.by().isEmpty()
                || rule.by().contains(who.user())
                || who.groups().stream().anyMatch(rule.by()::contains);
        if (!allowed) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.ACCESS_DENIED,
                            "the cluster of " + task.environment().name() + " knows you as " + who.user() + " in "
                                    + String.join(", ", who.groups()) + "; the approval is for "
                                    + String.join(" or ", rule.by()))
                    .suggesting("ask one of them, or change approval.by of the environment"));
        }
    }
}
