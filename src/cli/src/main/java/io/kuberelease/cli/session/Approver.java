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

/** Turns the answer of a person at a terminal into an approval; the cluster tells who they are. */
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
     * A person's decision.
     *
     * @param unproven why a process elsewhere can't verify it; absent when it can
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
     * Decides about the stage as the person sees it now, and leaves a proof of it in the environment's cluster if they
     * have the right to.
     *
     * @throws ReleaseException.Failed when the cluster does not know them as a person who may decide
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
