package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.StageTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides what a release does next: a pure function of its state, of what is under way here, and of the time. */
public final class ReleaseEngine {

    /** As many images at a time: each build takes a machine's cores and memory as if it were alone. */
    static final int BUILDS_AT_ONCE = 3;

    /**
     * Decides what to do now. To be called again after each event and at {@link Decision#wakeAt}; without either it
     * gives the same answer.
     *
     * @param underWay the stages whose work goes on in this process; one that the state calls running and that is not
     *     among them was under way when another process ended, and is adopted
     */
    public Decision advance(ReleaseState state, Set<StageId> underWay, Instant now) {
        if (state.result().isPresent()) {
            return new Decision(List.of(), Optional.empty(), false, Optional.empty());
        }
        StageEligibility stageEligibility = new StageEligibility(state);
        List<Effect> effects = new ArrayList<>();
        for (StageState stage : state.all()) {
            next(stage, state, stageEligibility, underWay, now)
                    .filter(effect -> isFirstMove(effect, effects) && hasRoom(effect, state, underWay, effects))
                    .ifPresent(effects::add);
        }
        if (effects.isEmpty() && underWay.isEmpty() && isSettled(state, stageEligibility)) {
            effects.add(new Effect.End(result(state, stageEligibility)));
        }
        boolean rests = effects.isEmpty() && underWay.isEmpty() && onlyWaits(state, stageEligibility);
        Optional<Instant> time = state.all().stream()
                .filter(Waits::isForTime)
                .flatMap(stage -> Waits.until(stage).stream())
                .min(Instant::compareTo);
        return new Decision(
                effects,
                wakeAt(state, stageEligibility, underWay, now),
                rests && time.isEmpty(),
                rests ? time : Optional.empty());
    }

    /** One move at a time: the next one begins where this one leads. */
    private static boolean isFirstMove(Effect effect, List<Effect> others) {
        return !(effect instanceof Effect.MoveJournal)
                || others.stream().noneMatch(Effect.MoveJournal.class::isInstance);
    }

    /** Whether another build may begin; those that can't begin once one of the others has ended. */
    private static boolean hasRoom(Effect effect, ReleaseState state, Set<StageId> underWay, List<Effect> others) {
        if (!isBuild(effect)) {
            return true;
        }
        long building = underWay.stream()
                .filter(id -> state.stage(id).stage().task() instanceof StageTask.BuildImage)
                .count();
        return building + others.stream().filter(ReleaseEngine::isBuild).count() < BUILDS_AT_ONCE;
    }

    private static boolean isBuild(Effect effect) {
        return effect instanceof Effect.Start start && start.stage().task() instanceof StageTask.BuildImage;
    }

    private Optional<Effect> next(
            StageState stage,
            ReleaseState state,
            StageEligibility stageEligibility,
            Set<StageId> underWay,
            Instant now) {
        StageId id = stage.stage().id();
        if (underWay.contains(id)) {
            return stopReason(stage, state, stageEligibility, now).map(reason -> new Effect.Stop(id, reason));
        }
        Optional<String> notNeeded = stageEligibility.notNeeded(stage);
        if (notNeeded.isPresent()) {
            return Optional.of(new Effect.Conclude(id, stage.attempts(), new StageOutcome.Skipped(notNeeded.get())));
        }
        if (stage.isRunning()) {
            return Optional.of(new Effect.Start(stage.stage(), stage.attempts(), true));
        }
        if (stage.isWaiting()) {
            return Waits.end(stage, state, stageEligibility, now);
        }
        if (stageEligibility.willRetry(stage) && !now.isBefore(stage.retryAt())) {
            return Optional.of(new Effect.Start(stage.stage(), stage.attempts() + 1, true));
        }
        return stageEligibility.isDue(stage) ? Optional.of(begin(stage, state)) : Optional.empty();
    }

    /**
     * Starts the stage; before an environment's first one the journal moves to its cluster, which must have it before
     * anything is asked or changed there.
     */
    private static Effect begin(StageState stage, ReleaseState state) {
        StageId id = stage.stage().id();
        return id.environment()
                .filter(environment -> !state.moves().contains(environment))
                .flatMap(state.plan()::compare)
                .filter(compare -> compare.id().equals(id))
                // One that is made when it is needed and deleted afterwards would take the journal along.
                .filter(compare ->
                        !PopUpName.isOne(compare.task().environment().target().cluster()))
                .<Effect>map(compare ->
                        new Effect.MoveJournal(compare.task().environment().name(), id))
                .orElseGet(() -> new Effect.Start(stage.stage(), stage.attempts() + 1, false));
    }

    private Optional<StopReason> stopReason(
            StageState stage, ReleaseState state, StageEligibility stageEligibility, Instant now) {
        if (stage.dueAt().filter(due -> !now.isBefore(due)).isPresent()) {
            return Optional.of(StopReason.DEADLINE);
        }
        if (stage.stage().trigger().tidiesUp()) {
            return Optional.empty();
        }
        if (state.abortedBy().isPresent()) {
            return Optional.of(StopReason.ABORT);
        }
        boolean useless = stage.stage().task().stopsWhenAnotherFails() && stageEligibility.isHopeless(stage);
        if (useless) {
            return Optional.of(StopReason.ANOTHER_FAILED);
        }
        return stageEligibility.notNeeded(stage).map(why -> StopReason.NOT_NEEDED);
    }

    private static boolean isSettled(ReleaseState state, StageEligibility stageEligibility) {
        return state.all().stream().noneMatch(stage -> stage.isWaiting() || stageEligibility.willRetry(stage));
    }

    private static boolean onlyWaits(ReleaseState state, StageEligibility stageEligibility) {
        return state.all().stream().anyMatch(StageState::isWaiting)
                && state.all().stream().noneMatch(stageEligibility::willRetry);
    }

    private static ReleaseResult result(ReleaseState state, StageEligibility stageEligibility) {
        if (state.abortedBy().isPresent()) {
            return ReleaseResult.ABORTED;
        }
        List<StageState> lost =
                state.all().stream().filter(stageEligibility::isLost).toList();
        if (lost.isEmpty()) {
            return ReleaseResult.SUCCEEDED;
        }
        boolean onlyTheWorld = lost.stream().noneMatch(StageState::hasFailed);
        return onlyTheWorld ? ReleaseResult.ERRORED : ReleaseResult.FAILED;
    }

    private static Optional<Instant> wakeAt(
            ReleaseState state, StageEligibility stageEligibility, Set<StageId> underWay, Instant now) {
        return state.all().stream()
                .flatMap(stage -> wakeTimes(stage, stageEligibility, underWay))
                .filter(time -> time.isAfter(now))
                .min(Instant::compareTo);
    }

    private static Stream<Instant> wakeTimes(
            StageState stage, StageEligibility stageEligibility, Set<StageId> underWay) {
        if (underWay.contains(stage.stage().id())) {
            return stage.dueAt().stream();
        }
        if (stage.isWaiting()) {
            return Waits.until(stage).stream();
        }
        return stageEligibility.willRetry(stage) ? Stream.of(stage.retryAt()) : Stream.empty();
    }
}
