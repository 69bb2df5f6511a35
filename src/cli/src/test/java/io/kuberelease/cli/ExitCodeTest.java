package io.kuberelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.testkit.JournalBuilder;
import org.junit.jupiter.api.Test;

/** A script mends what it has written after a 2, and has somebody look at the app after a 1. */
class ExitCodeTest {
    private static final Cause BAD_INPUT = Cause.of(CauseKind.BAD_INPUT, "no such builder");
    private static final Cause CRASH = Cause.of(CauseKind.CRASH_LOOP, "it crashes");

    private final JournalBuilder release = JournalBuilder.begins();

    @Test
    void aReleaseIsBadInputOnlyWhenEverythingThatFailedIs() {
        release.fails("build", BAD_INPUT).fails("chart", BAD_INPUT);

        assertThat(endedAs(ReleaseResult.FAILED)).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void aReleaseHasFailedWhenAnythingFailedForAnotherReason() {
        release.fails("build", BAD_INPUT).fails("chart", CRASH);

        assertThat(endedAs(ReleaseResult.FAILED)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aReleaseThatFailedWithoutAStageThatDidHasFailed() {
        release.done("build");

        assertThat(endedAs(ReleaseResult.FAILED)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void badInputDoesNotHideThatSomethingWasAway() {
        release.fails("build", BAD_INPUT);

        assertThat(endedAs(ReleaseResult.ERRORED)).isEqualTo(ExitCode.ERRORED);
    }

    @Test
    void aReleaseThatWasStoppedIsAborted() {
        release.fails("build", BAD_INPUT);

        assertThat(endedAs(ReleaseResult.ABORTED)).isEqualTo(ExitCode.ABORTED);
    }

    @Test
    void aReleaseThatIsNotOverWaits() {
        release.fails("build", BAD_INPUT);

        assertThat(ExitCode.of(new RunResult.NeedsPerson(release.state()))).isEqualTo(ExitCode.WAITS_FOR_PERSON);
    }

    private ExitCode endedAs(ReleaseResult result) {
        return ExitCode.of(new RunResult.Over(release.over(result).state()));
    }
}
