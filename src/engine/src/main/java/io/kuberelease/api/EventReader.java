package io.kuberelease.api;

import io.kuberelease.api.EventData.Kind;
import io.kuberelease.api.EventData.Outcome;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.view.ReleaseConclusion;
import io.kuberelease.view.TextSanitizer;
import java.util.Optional;

/** Reads one journal entry into the event that webhooks receive. */
final class EventReader implements ReleaseEvent.SomeCases<Optional<EventData>> {
    private final JournalEntry entry;
    private final ReleaseState state;

    EventReader(JournalEntry entry, ReleaseState state) {
        this.entry = entry;
        this.state = state;
    }

    Optional<EventData> read() {
        return entry.event().match(this);
    }

    @Override
    public Optional<EventData> planned(ReleaseEvent.Planned event) {
        return Optional.of(by(Kind.PLANNED, event.plan().startedBy()));
    }

    @Override
    public Optional<EventData> stageStarted(ReleaseEvent.StageStarted event) {
        return Optional.of(ofStage(Kind.STAGE_STARTED, event.stage(), event.attempt(), Optional.empty()));
    }

    @Override
    public Optional<EventData> stageEnded(ReleaseEvent.StageEnded event) {
        return Optional.of(ofStage(Kind.STAGE_ENDED, event.stage(), event.attempt(), Optional.of(event.outcome())));
    }

    @Override
    public Optional<EventData> decided(ReleaseEvent.Decided event) {
        return Optional.of(event(
                Kind.DECIDED,
                Optional.of(event.stage()),
                Optional.empty(),
                Optional.of(event.approval().granted() ? Outcome.SUCCEEDED : Outcome.FAILED),
                Optional.empty(),
                Optional.of(event.approval().by())));
    }

    @Override
    public Optional<EventData> abortRequested(ReleaseEvent.AbortRequested event) {
        return Optional.of(by(Kind.ABORT_REQUESTED, event.by()));
    }

    @Override
    public Optional<EventData> resumed(ReleaseEvent.Resumed event) {
        return Optional.of(by(Kind.RESUMED, event.by()));
    }

    @Override
    public Optional<EventData> ended(ReleaseEvent.Ended event) {
        return Optional.of(event(
                Kind.ENDED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** Webhooks are not told of moves of the journal or of sinks: those are internal. */
    @Override
    public Optional<EventData> other(ReleaseEvent event) {
        return Optional.empty();
    }

    private EventData ofStage(Kind type, StageId stage, int attempt, Optional<StageOutcome> outcome) {
        return event(
                type,
                Optional.of(stage),
                Optional.of(attempt),
                outcome.map(how -> how.match(NAME)),
                outcome.flatMap(StageOutcome::trouble).map(Cause::summary),
                Optional.empty());
    }

    private EventData by(Kind type, String who) {
        return event(type, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(who));
    }

    private EventData event(
            Kind type,
            Optional<StageId> stage,
            Optional<Integer> attempt,
            Optional<Outcome> outcome,
            Optional<String> cause,
            Optional<String> by) {
        ReleasePlan plan = state.plan();
        return new EventData(
                ReleaseData.FORM,
                entry.number(),
                entry.at(),
                type,
                plan.release().value(),
                plan.app().value(),
                plan.version().toString(),
                ReleaseData.Status.of(state, entry.at()),
                ReleaseConclusion.of(state, entry.at())
                        .map(ReleaseConclusion::headline)
                        .map(TextSanitizer::text),
                stage.map(StageId::value),
                attempt,
                outcome,
                cause.map(TextSanitizer::text),
                by.map(TextSanitizer::text));
    }

    /** Maps each kind of outcome to the API's own name for it, which stays when ours changes. */
    private static final StageOutcome.Cases<Outcome> NAME = new StageOutcome.Cases<>() {
        @Override
        public Outcome succeeded(StageOutcome.Succeeded outcome) {
            return Outcome.SUCCEEDED;
        }

        @Override
        public Outcome waiting(StageOutcome.Waiting outcome) {
            return Outcome.WAITING;
        }

        @Override
        public Outcome failed(StageOutcome.Failed outcome) {
            return Outcome.FAILED;
        }

        @Override
        public Outcome errored(StageOutcome.Errored outcome) {
            return Outcome.ERRORED;
        }

        @Override
        public Outcome skipped(StageOutcome.Skipped outcome) {
            return Outcome.SKIPPED;
        }

        @Override
        public Outcome outdated(StageOutcome.Outdated outcome) {
            return Outcome.OUTDATED;
        }

        @Override
        public Outcome aborted(StageOutcome.Aborted outcome) {
            return Outcome.ABORTED;
        }
    };
}
