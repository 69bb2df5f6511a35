package io.kuberelease.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.app.page.PreviewRequestLine.Build;
import io.kuberelease.app.page.PreviewRequestLine.State;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreviewRequestLineTest {
    private static final Optional<String> TOLD = Optional.of("polls 1.4.0 is being built");

    @Test
    void whatGoesOnIsToldByItsRelease() {
        assertThat(line(Optional.empty(), false, Optional.empty(), TOLD))
                .returns(State.RUNNING, PreviewRequestLine::state)
                .returns(TOLD, PreviewRequestLine::words);
        assertThat(line(Optional.empty(), false, Optional.empty(), Optional.empty())
                        .words())
                .contains("its source is being fetched");
    }

    @Test
    void whatHasFailedIsToldByItsStepElseByItsReleaseElseByItsEnd() {
        Optional<String> why = Optional.of("kubePreview: no such cluster");

        assertThat(line(Optional.of("FAILURE"), false, why, TOLD))
                .returns(State.FAILED, PreviewRequestLine::state)
                .returns(why, PreviewRequestLine::words);
        assertThat(line(Optional.of("FAILURE"), false, Optional.empty(), TOLD).words())
                .isEqualTo(TOLD);
        assertThat(line(Optional.of("NOT_BUILT"), false, Optional.empty(), Optional.empty())
                        .words())
                .contains("the build ended as NOT_BUILT");
    }

    @Test
    void whatIsDoneIsToldByItsRelease() {
        assertThat(line(Optional.of("SUCCESS"), true, Optional.empty(), TOLD))
                .returns(State.DONE, PreviewRequestLine::state)
                .returns(TOLD, PreviewRequestLine::words);
    }

    @Test
    void namesAreHarmlessToShow() {
        PreviewRequestLine waiting = PreviewRequestLine.queued(
                "a\u202eb", "ann\u0007", Instant.EPOCH, Optional.of("waiting for\u001b[1m an executor"));

        assertThat(waiting.state()).isEqualTo(State.QUEUED);
        assertThat(waiting.branch() + waiting.by() + waiting.words().orElseThrow())
                .doesNotContain("\u202e", "\u0007", "\u001b");
    }

    private static PreviewRequestLine line(
            Optional<String> result, boolean good, Optional<String> failure, Optional<String> release) {
        return PreviewRequestLine.begun(
                "feature", "ann", Instant.EPOCH, new Build("#2", "job/web/2/", result, good, failure, release));
    }
}
