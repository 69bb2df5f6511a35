package io.kuberelease.cli.session;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ApprovalRule;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.plan.StageTask.AwaitApproval;
import io.kuberelease.port.Approvals;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.EnvironmentProbe.Identity;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Turns what a person at a terminal says into an approval; who they are is the cluster's answer, not theirs. */
public final class Approver {
    private final EnvironmentProbe probe;
    private final Approvals approvals;
    private final InstantSource clock;

    public Approver(EnvironmentProbe probe, Approvals approvals, InstantSource clock) {
        this.probe = probe;
        this.approvals = approvals;
        this.clock = clock;
    }

    /**
     * What a person decided.
     *
     * @param unproven why whoever carries the release on elsewhere can't be sure of it; empty when they can
     */
    public record Decision(Approval approval, Optional<ReleaseException.Failed> unproven) {}

    /** The stages that wait for a person. */
    public static List<StageState> waiting(ReleaseState state) {
        return state.all().stream()
                .filter(StageState::isWaiting)
                .filter(stage -> stage.stage().task().waitsForPerson())
                .toList();
    }

    /**
     * What the person decided about what they see now, and a proof of it in the environment's cluster where that lets
     * them leave one.
     *
     * @throws ReleaseException.Failed when the environment's cluster does not know them as one who may decide
     */
    public Decision decide(ReleaseState state, StageState stage, boolean granted, Optional<String> comment) {
        AwaitApproval task = (AwaitApproval) stage.stage().task();
        Identity who = probe.whoAmI(task.environment());
        requireAllowed(who, task.rule(), task);
        Compared compared =
                state.output(task.environment().name(), Compared.class).orElseThrow();
        Approval approval = new Approval(
                granted,
                who.user(),
                clock.instant(),
                comment,
                state.bundle().orElseThrow(),
                task.environment().name(),
                compared.diff().revision(),
                compared.diff().hash());
        return new Decision(approval, prove(task, state, stage, approval));
    }

    private Optional<ReleaseException.Failed> prove(
            AwaitApproval task, ReleaseState state, StageState stage, Approval approval) {
        if (task.rule().by().isEmpty()) {
            return Optional.empty();
        }
        try {
            approvals.prove(
                    new AwaitedApproval(state.plan().release(), stage.stage().id(), task.environment(), task.rule()),
                    approval);
            return Optional.empty();
        } catch (ReleaseException.Failed refused) {
            return Optional.of(refused);
        }
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
