package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.Stage;
import java.util.Optional;

/** One thing to do now, as the engine decides it; {@link ReleaseRun} carries it out. */
public sealed interface Effect {

    /** The event to write into the journal before the effect is carried out; empty when there is none. */
    default Optional<ReleaseEvent> intent() {
        return Optional.empty();
    }

    /**
     * Begin a try of a stage.
     *
     * @param adopting whether an earlier try may have done some of the work: it is looked up before it is done again
     */
    record Start(Stage stage, int attempt, boolean adopting) implements Effect {
        @Override
        public Optional<ReleaseEvent> intent() {
            return Optional.of(new ReleaseEvent.StageStarted(stage.id(), attempt));
        }
    }

    /** Tell a stage that is under way to stop. */
    record Stop(StageId stage, StopReason reason) implements Effect {}

    /**
     * Move the journal to the environment's cluster.
     *
     * @param first the environment's first stage, which is next, and fails when the cluster refuses the journal
     */
    record MoveJournal(EnvironmentName to, StageId first) implements Effect {
        @Override
        public Optional<ReleaseEvent> intent() {
            return Optional.of(new ReleaseEvent.JournalMoved(to));
        }
    }

    /**
     * Write down the end of a stage that needs no port for it: nobody decided in time, it is not waited for any more,
     * or it is not needed.
     */
    record Conclude(StageId stage, int attempt, StageOutcome outcome) implements Effect {
        @Override
        public Optional<ReleaseEvent> intent() {
            return Optional.of(new ReleaseEvent.StageEnded(stage, attempt, outcome));
        }
    }

    /** The release is over. */
    record End(ReleaseResult result) implements Effect {
        @Override
        public Optional<ReleaseEvent> intent() {
            return Optional.of(new ReleaseEvent.Ended(result));
        }
    }
}
