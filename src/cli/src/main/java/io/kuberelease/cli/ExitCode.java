package io.kuberelease.cli;

import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.CauseKind;
import java.util.List;

/** The exit codes of the program; these numbers are an interface. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    BAD_INPUT(2),
    ERRORED(3),
    WAITS_FOR_PERSON(4),
    ABORTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number that a shell sees. */
    public int number() {
        return number;
    }

    /** The exit code for the end of a run. */
    public static ExitCode of(RunResult runResult) {
        return runResult
                .state()
                .result()
                .map(result -> result == ReleaseResult.FAILED && isBadInput(runResult.state()) ? BAD_INPUT : of(result))
                .orElse(WAITS_FOR_PERSON);
    }

    /**
     * Whether every failure was bad input, so that the code is the one of commands that find it without a release, like
     * {@code diff}.
     */
    private static boolean isBadInput(ReleaseState state) {
        List<CauseKind> causes = state.stages().values().stream()
                .flatMap(stage -> stage.outcome().stream())
                .filter(StageOutcome.Failed.class::isInstance)
                .map(outcome -> ((StageOutcome.Failed) outcome).cause().kind())
                .toList();
        return !causes.isEmpty() && causes.stream().allMatch(CauseKind.BAD_INPUT::equals);
    }

    private static ExitCode of(ReleaseResult result) {
        return switch (result) {
            case SUCCEEDED -> DONE;
            case FAILED -> FAILED;
            case ERRORED -> ERRORED;
            case ABORTED -> ABORTED;
        };
    }
}
