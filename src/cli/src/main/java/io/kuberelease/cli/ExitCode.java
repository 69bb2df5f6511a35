package io.kuberelease.cli;

import io.kuberelease.engine.Ending;
import io.kuberelease.journal.ReleaseResult;

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
    public static ExitCode of(Ending ending) {
        return ending.state().result().map(ExitCode::of).orElse(WAITS_FOR_PERSON);
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
