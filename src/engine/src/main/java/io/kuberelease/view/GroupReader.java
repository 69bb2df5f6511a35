package io.kuberelease.view;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.plan.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the view of one group from a release's state. */
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
        return new GroupView(
                group,
                phase,
                stages,
                facts(phase, current),
                current,
                current.flatMap(StageState::trouble),
                state.silences());
    }

    private Phase phase() {
        boolean over = state.result().isPresent();
        if (any(this::isFailed).isPresent()) {
            return Phase.FAILED;
        }
        if (in(stages, StageState::wasStopped).isPresent()) {
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
            case STOPPED -> in(stages, stage -> stage.wasStopped() || stage.isRunning());
            case RETRYING -> in(stages, StageState::isErrored);
            case RUNNING -> in(stages, StageState::isRunning).or(this::next);
            case WAITING -> in(stages, StageState::isWaiting);
            case PENDING, DONE, UNCHANGED, NOT_REACHED -> Optional.empty();
        };
    }

    private List<String> facts(Phase phase, Optional<StageState> current) {
        return switch (phase) {
            case PENDING -> ahead();
            case RUNNING -> current.map(stage -> List.of(text(stage).running())).orElse(List.of());
            case WAITING ->
                List.of("waits for "
                        + current.flatMap(StageState::waiting)
                                .map(StageOutcome.Waiting::what)
                                .orElse("a person"));
            case RETRYING -> List.of(trouble(current), "tries again");
            case DONE -> of(stages, StageText::done).toList();
            case UNCHANGED -> spared();
            case FAILED ->
                Stream.concat(Stream.of(trouble(current)), of(stages, StageText::afterFailure))
                        .toList();
            case STOPPED ->
                List.of(
                        "stopped",
                        current.flatMap(StageState::outcome)
                                .flatMap(StageOutcome::aborted)
                                .map(StageOutcome.Aborted::left)
                                .orElse(""));
            case NOT_REACHED -> List.of("not reached");
        };
    }

    /**
     * The facts of a group whose turn has not come. One with a part that is done ahead tells what it waits for: a chart
     * is packaged while the image is being built.
     */
    private List<String> ahead() {
        List<String> facts = new ArrayList<>(of(stages, StageText::ahead).toList());
        if (group.kind() == Group.Kind.SOURCE && !facts.isEmpty()) {
            String others = stages.stream()
                    .filter(StageState::isUntouched)
                    .limit(1)
                    .flatMap(stage -> stage.stage().trigger().stages().stream())
                    .map(state::stage)
                    .filter(before -> !before.isSatisfied())
                    .map(before -> Group.nameOf(before.stage()))
                    .distinct()
                    .collect(Collectors.joining(" and "));
            if (!others.isEmpty()) {
                facts.add("waits for " + others);
            }
        }
        return facts;
    }

    private List<String> spared() {
        return Stream.concat(stages.stream(), tidying.stream())
                .map(stage -> text(stage).spared().of(stage, state))
                .filter(facts -> !facts.isEmpty())
                .findFirst()
                .orElse(List.of("unchanged"));
    }

    private static String trouble(Optional<StageState> current) {
        return current.flatMap(StageState::trouble)
                .map(cause -> CauseWords.of(cause.kind()))
                .orElse("failed");
    }

    private Stream<String> of(List<StageState> all, Function<StageText, StageText.Facts> kind) {
        return all.stream().flatMap(stage -> kind.apply(text(stage)).of(stage, state).stream());
    }

    private static StageText text(StageState stage) {
        return StageText.of(stage.stage().task());
    }

    /**
     * The stage of a begun group whose turn has come though it has not begun: between two stages a group is not at
     * rest.
     */
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
        return stage.hasFailed() || (state.result().isPresent() && stage.isErrored());
    }

    /** Whether nothing had to be done. Finding out that the tests need not run does not count as doing something. */
    private boolean isUnchanged() {
        boolean skipped = stages.stream()
                .filter(stage -> stage.output(StageOutput.TestedBefore.class).isEmpty())
                .allMatch(StageState::wasSkipped);
        return skipped
                || group.environment()
                        .flatMap(environment -> state.output(environment, StageOutput.Compared.class))
                        .filter(compared -> compared.diff().unchanged())
                        .isPresent();
    }

    private Optional<StageState> any(Predicate<StageState> what) {
        return Stream.concat(stages.stream(), tidying.stream()).filter(what).findFirst();
    }

    private static Optional<StageState> in(List<StageState> where, Predicate<StageState> what) {
        return where.stream().filter(what).findFirst();
    }
}
