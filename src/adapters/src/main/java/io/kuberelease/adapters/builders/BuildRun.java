package io.kuberelease.adapters.builders;

import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Runs a builder's program under the stage's deadline; a stop or a timeout becomes an exception. */
final class BuildRun {
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Programs programs;
    private final InstantSource clock;

    BuildRun(Programs programs, InstantSource clock) {
        this.programs = programs;
        this.clock = clock;
    }

    /** Runs the command to its end and returns its exit code. Past the deadline it still gets a second. */
    int run(Programs.Command command, StageControl control, Consumer<String> output, Consumer<String> errors) {
        Duration left = Duration.between(clock.instant(), control.deadline());
        Duration limit = left.compareTo(LEAST) < 0 ? LEAST : left;
        Programs.Result result = programs.run(command, limit, control.cancellation(), output, errors);
        if (result.ended() == Programs.Ended.CANCELLED) {
            throw new ReleaseException.Aborted("the build was stopped; nothing was left but the builder's cache");
        }
        if (result.ended() == Programs.Ended.TIMED_OUT) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.DEADLINE, "the build did not end within " + limit.toSeconds() + " s")
                            .suggesting("see what its last step waits for, or allow it more time"));
        }
        return result.exitCode();
    }
}
