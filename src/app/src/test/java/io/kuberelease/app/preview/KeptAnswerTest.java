package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class KeptAnswerTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T12:00:00Z");

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Instant now = BEGIN;
    private int asked;
    private RuntimeException fault;

    private final KeptAnswer<Integer> answer =
            new KeptAnswer<>(this::next, Duration.ofSeconds(10), waiting::add, () -> now);

    private Integer next() {
        asked++;
        if (fault != null) {
            throw fault;
        }
        return asked;
    }

    private void work() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    @Test
    void nobodyWaitsAndItIsAskedForOnceForAllWhoLook() {
        assertThat(answer.look().answer()).isEmpty();
        assertThat(answer.look().asking()).isTrue();
        assertThat(waiting).hasSize(1);

        work();

        assertThat(answer.look().answer()).contains(1);
        assertThat(answer.look().at()).contains(BEGIN);
        assertThat(answer.look().asking()).isFalse();
        assertThat(waiting).isEmpty();
    }

    @Test
    void anOldAnswerIsShownWhileANewOneIsAskedFor() {
        answer.look();
        work();
        now = BEGIN.plusSeconds(10);
        assertThat(answer.glance(Duration.ofMinutes(1)).asking()).isFalse();

        assertThat(answer.look().answer()).contains(1);
        assertThat(answer.last().asking()).isTrue();
        work();
        assertThat(answer.look().answer()).contains(2);
    }

    @Test
    void aFailureIsToldBesideTheLastAnswerAndNotRepeatedAtOnce() {
        answer.look();
        work();
        now = BEGIN.plusSeconds(10);
        fault = new ReleaseException.Failed(Cause.of(CauseKind.UNAVAILABLE, "cluster staging does not answer"));
        answer.look();
        work();

        assertThat(answer.look())
                .returns("cluster staging does not answer", known -> known.problem()
                        .orElseThrow())
                .returns(1, known -> known.answer().orElseThrow())
                .returns(BEGIN, known -> known.at().orElseThrow());
        assertThat(asked).isEqualTo(2);

        fault = new IllegalStateException();
        now = now.plusSeconds(10);
        answer.look();
        work();
        assertThat(answer.look().problem()).contains("java.lang.IllegalStateException");
    }

    /** What somebody has just changed must not be hidden by an answer from before. */
    @Test
    void whatIsOutdatedIsAskedForAnewAlsoWhileAnAnswerIsUnderWay() {
        answer.look();
        answer.outdate();
        work();
        assertThat(answer.last().answer()).contains(1);

        answer.look();
        work();
        assertThat(answer.last().answer()).contains(2);

        answer.outdate();
        answer.look();
        work();
        assertThat(answer.last().answer()).contains(3);
    }

    @Test
    void aHostThatEndsIsNoEndlessQuestion() {
        KeptAnswer<Integer> ending = new KeptAnswer<>(
                this::next,
                Duration.ofSeconds(10),
                work -> {
                    throw new RejectedExecutionException();
                },
                () -> now);

        assertThat(ending.look().asking()).isFalse();
        assertThat(ending.look().problem()).isPresent();
    }
}
