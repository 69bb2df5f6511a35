package io.kuberelease.engine;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Turns the exceptions of ports into outcomes of tries. */
final class Outcomes {
    private static final int DEEP_ENOUGH = 20;
    private static final String STOPPED = "it was stopped in the middle of its work";

    private Outcomes() {}

    static StageOutcome done() {
        return new StageOutcome.Succeeded(new StageOutput.Done());
    }

    static StageOutcome of(Throwable thrown) {
        Throwable problem = cause(thrown);
        if (problem instanceof ReleaseException.Failed failed) {
            return new StageOutcome.Failed(failed.reason());
        }
        if (problem instanceof ReleaseException.Errored errored) {
            return new StageOutcome.Errored(errored.reason(), errored.retryAfter());
        }
        if (problem instanceof ReleaseException.Outdated outdated) {
            return new StageOutcome.Outdated(outdated.reason().summary());
        }
        if (problem instanceof ReleaseException.Aborted aborted) {
            return new StageOutcome.Aborted(aborted.left());
        }
        return wasInterrupted(problem)
                ? new StageOutcome.Errored(
                        Cause.of(CauseKind.INTERNAL, STOPPED).suggesting("run it again"), Duration.ZERO)
                : unexpected(problem);
    }

    /** Whether an interruption caused it, which Java reports by more than one exception. */
    private static boolean wasInterrupted(Throwable problem) {
        Throwable each = problem;
        for (int depth = 0; each != null && depth < DEEP_ENOUGH; depth++) {
            if (each instanceof InterruptedException || each instanceof ClosedByInterruptException) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    /** The reason of a failure as one line, for a note. */
    static String why(Throwable thrown) {
        Throwable problem = cause(thrown);
        if (problem instanceof TimeoutException) {
            return "no answer came in time";
        }
        if (problem instanceof ReleaseException known) {
            return known.reason().summary();
        }
        return wasInterrupted(problem) ? STOPPED : problem.toString();
    }

    private static Throwable cause(Throwable thrown) {
        Throwable problem = thrown;
        while (problem instanceof CompletionException && problem.getCause() != null) {
            problem = problem.getCause();
        }
        return problem;
    }

    /** A fault of this program may pass, as faults of libraries do: it is tried again, under the deadline. */
    private static StageOutcome unexpected(Throwable problem) {
        String where = problem.getStackTrace().length == 0 ? "" : " at " + problem.getStackTrace()[0];
        return new StageOutcome.Errored(
                Cause.of(CauseKind.INTERNAL, "unexpected " + problem + where)
                        .suggesting("run it again, and report it if it stays"),
                Duration.ZERO);
    }
}
