package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a release goes on trying while its journal can't be written, and when it tries again. */
final class JournalTrouble {
    /** For what belongs to no stage. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;

    private Optional<Instant> since = Optional.empty();
    private int tries;

    /** The journal was written. */
    void over() {
        since = Optional.empty();
        tries = 0;
    }

    /** Whether this is the first failure in a row. */
    boolean isNew() {
        return tries == 1;
    }

    /**
     * When to try again.
     *
     * @param tried what could not be written; a stage's event may be tried for as long as the stage may take
     * @throws ReleaseException.Errored the problem, when it has lasted for too long
     */
    Instant retryAt(ReleaseException.Errored problem, Optional<ReleaseEvent> tried, ReleaseState state, Instant now) {
        Instant began = since.orElse(now);
        since = Optional.of(began);
        if (!now.isBefore(began.plus(patience(tried, state)))) {
            throw problem;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(MOST_DOUBLINGS, tries));
        tries++;
        Duration shortest = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return now.plus(problem.retryAfter().compareTo(shortest) > 0 ? problem.retryAfter() : shortest);
    }

    private static Duration patience(Optional<ReleaseEvent> tried, ReleaseState state) {
        return tried.flatMap(event -> stage(event, state))
                .map(state.plan()::stage)
                .map(Stage::deadline)
                .orElse(PATIENCE);
    }

    /** The stage that the event is about; for a move the first one of the environment. */
    static Optional<StageId> stage(ReleaseEvent event, ReleaseState state) {
        return event.match(new ReleaseEvent.SomeCases<>() {
            @Override
            public Optional<StageId> stageStarted(ReleaseEvent.StageStarted started) {
                return Optional.of(started.stage());
            }

            @Override
            public Optional<StageId> stageEnded(ReleaseEvent.StageEnded ended) {
                return Optional.of(ended.stage());
            }

            @Override
            public Optional<StageId> journalMoved(ReleaseEvent.JournalMoved moved) {
                return state.in(moved.environment()).stream()
                        .map(first -> first.stage().id())
                        .findFirst();
            }

            @Override
            public Optional<StageId> other(ReleaseEvent aboutNoStage) {
                return Optional.empty();
            }
        });
    }
}
