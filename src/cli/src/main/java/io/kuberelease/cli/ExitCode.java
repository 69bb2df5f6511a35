package io.kuberelease.cli;

import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.CauseKind;
import java.util.List;

/** What the program tells its caller; these numbers are an interface. */
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

    /** What the end of a run is told as. */
    public static ExitCode of(RunResult runResult) {
        return runResult
                .state()
                .result()
                .map(result -> result == ReleaseResult.FAILED && isBadInput(runResult.state()) ? BAD_INPUT : of(result))
                .orElse(WAITS_FOR_PERSON);
    }

    /** The same as where a command finds it out without a release, as {@code diff} does. */
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
