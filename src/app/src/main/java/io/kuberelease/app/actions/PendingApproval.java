package io.kuberelease.app.actions;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.plan.StageTask.AwaitApproval;
import io.kuberelease.plan.TypedStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An approval that a release waits for: whether it does, who may give it, and what exactly it would count for.
 *
 * @param state of the release, as the person who decides sees it
 */
public record PendingApproval(ReleaseState state, TypedStage<AwaitApproval> asked) {

    /** All that the release waits for, in the order of its plan; none when it is over. */
    public static List<PendingApproval> of(ReleaseState state) {
        return state.all().stream()
                .filter(stage -> state.result().isEmpty() && (stage.isWaiting() || stage.isRunning()))
                .map(StageState::stage)
                .filter(stage -> stage.task().waitsForPerson())
                .flatMap(stage -> stage.id().environment().flatMap(state.plan()::approval).stream())
                .map(asked -> new PendingApproval(state, asked))
                .toList();
    }

    /**
     * The one that the person means.
     *
     * @param environment absent when they named none
     * @throws io.kuberelease.model.ReleaseException.Failed when there is none, or more than one
     */
    public static PendingApproval of(ReleaseState state, Optional<EnvironmentName> environment, HostAdvice advice) {
        List<PendingApproval> pending = of(state).stream()
                .filter(each -> environment.map(each.environment()::equals).orElse(true))
                .toList();
        if (pending.size() == 1) {
            return pending.get(0);
        }
        String release = "release " + state.plan().release();
        if (pending.isEmpty()) {
            throw advice.outdated(
                    CauseKind.LOCKED,
                    release + " does not wait for an approval"
                            + environment.map(name -> " in " + name).orElse(""));
        }
        String names = pending.stream().map(each -> each.environment().value()).collect(Collectors.joining(", "));
        throw HostAdvice.refused(CauseKind.BAD_INPUT, release + " waits in " + names, advice.choose());
    }

    /** The stage that waits. */
    public StageId stage() {
        return asked.id();
    }

    /** The environment that would be changed. */
    public EnvironmentName environment() {
        return asked.task().environment().name();
    }

    /** What would change there. */
    public EnvironmentDiff diff() {
        return state.output(environment(), Compared.class).orElseThrow().diff();
    }

    /** What is asked for, as other processes get to know it. */
    public AwaitedApproval awaited() {
        return new AwaitedApproval(
                state.plan().release(),
                stage(),
                asked.task().environment(),
                asked.task().rule());
    }

    /** Whether the rule names the person, or one of their groups. */
    public boolean isFor(CurrentUser person) {
        return person.isNamed(asked.task().rule().by());
    }

    /**
     * The person's decision about exactly what they see.
     *
     * @param comment blank for none
     * @throws io.kuberelease.model.ReleaseException.Failed when it is not theirs to make
     */
    public Approval decided(CurrentUser person, boolean granted, Optional<String> comment, Instant now) {
        require(person);
        return new Approval(
                granted,
                person.name(),
                now,
                comment.map(String::strip).filter(text -> !text.isEmpty()),
                state.bundle().orElseThrow(),
                environment(),
                diff().revision(),
                diff().hash());
    }

    /**
     * Returns when the rule names the person.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed otherwise
     */
    public void require(CurrentUser person) {
        if (!isFor(person)) {
            throw HostAdvice.refused(
                    CauseKind.ACCESS_DENIED,
                    person.known() + "; the approval is for "
                            + String.join(" or ", asked.task().rule().by()),
                    "ask one of them, or change approval.by of the environment");
        }
    }
}
