package io.kuberelease.view;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads from a release's state how far one group has come. */
final class GroupReader {
    private final ReleaseState state;
    private final Group group;
    private final List<StageState> stages;
    private final List<StageState> tidying;

    GroupReader(ReleaseState state, Group group) {
        this.state = state;
        this.group = group;
        this.stages = states(group.stages());
        this.tidying = states(group.tidying());
    }

    private List<StageState> states(List<Stage> of) {
        return of.stream().map(stage -> state.stage(stage.id())).toList();
    }

    GroupView view() {
        Phase phase = phase();
        Optional<StageState> current = current(phase);
        Optional<Cause> cause = current.flatMap(GroupReader::cause);
        return new GroupView(group, phase, stages, new Facts(state, group, phase, current).words(), current, cause);
    }

    private Phase phase() {
        boolean over = state.result().isPresent();
        if (any(this::isFailed).isPresent()) {
            return Phase.FAILED;
        }
        if (in(stages, GroupReader::isAborted).isPresent()) {
            return Phase.STOPPED;
        }
        if (in(stages, StageState::isErrored).isPresent()) {
            return Phase.RETRYING;
        }
        if (in(stages, StageState::isRunning).isPresent()) {
            return over ? Phase.STOPPED : Phase.RUNNING;
        }
        if (in(stages, StageState::isWaiting).isPresent()) {
            return Phase.WAITING;
        }
        if (stages.stream().allMatch(StageState::isSatisfied)) {
            return isUnchanged() ? Phase.UNCHANGED : Phase.DONE;
        }
        if (over) {
            return Phase.NOT_REACHED;
        }
        return next().isPresent() ? Phase.RUNNING : Phase.PENDING;
    }

    private Optional<StageState> current(Phase phase) {
        return switch (phase) {
            case FAILED -> any(this::isFailed);
            case STOPPED -> in(stages, stage -> isAborted(stage) || stage.isRunning());
            case RETRYING -> in(stages, StageState::isErrored);
            case RUNNING -> in(stages, StageState::isRunning).or(this::next);
            case WAITING -> in(stages, StageState::isWaiting);
            case PENDING, DONE, UNCHANGED, NOT_REACHED -> Optional.empty();
        };
    }

    /** The stage whose turn has come though it has not begun: between two stages a group is not at rest. */
    private Optional<StageState> next() {
        boolean begun = stages.stream().anyMatch(stage -> !stage.isUntouched());
        return in(
                stages,
                stage -> begun
                        && stage.isUntouched()
                        && stage.stage().trigger().stages().stream()
                                .allMatch(before -> state.stage(before).isSatisfied()));
    }

    private boolean isFailed(StageState stage) {
        boolean failed =
                stage.outcome().filter(StageOutcome.Failed.class::isInstance).isPresent();
        return failed || (state.result().isPresent() && stage.isErrored());
    }

    private static boolean isAborted(StageState stage) {
        return stage.outcome().filter(StageOutcome.Aborted.class::isInstance).isPresent();
    }

    private boolean isUnchanged() {
        boolean skipped = stages.stream()
                .filter(stage -> !(stage.stage().task() instanceof StageTask.FindTestMark))
                .allMatch(stage -> stage.outcome()
                        .filter(StageOutcome.Skipped.class::isInstance)
                        .isPresent());
        return skipped
                || (group.kind() == Group.Kind.ENVIRONMENT
                        && state.output(group.name(), StageOutput.Compared.class)
                                .filter(compared -> compared.diff().unchanged())
                                .isPresent());
    }

    private static Optional<Cause> cause(StageState stage) {
        return stage.outcome().flatMap(GroupReader::cause);
    }

    private static Optional<Cause> cause(StageOutcome outcome) {
        if (outcome instanceof StageOutcome.Failed failed) {
            return Optional.of(failed.cause());
        }
        return outcome instanceof StageOutcome.Errored errored ? Optional.of(errored.cause()) : Optional.empty();
    }

    private Optional<StageState> any(Predicate<StageState> what) {
        return Stream.concat(stages.stream(), tidying.stream()).filter(what).findFirst();
    }

    private static Optional<StageState> in(List<StageState> where, Predicate<StageState> what) {
        return where.stream().filter(what).findFirst();
    }
}
