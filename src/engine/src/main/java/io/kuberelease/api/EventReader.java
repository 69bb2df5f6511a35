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
import io.kuberelease.view.Closing;
import io.kuberelease.view.Harmless;
import java.util.Optional;

/** Reads one journal entry into the event that webhooks are told. */
final class EventReader {
    private final JournalEntry entry;
    private final ReleaseState state;

    EventReader(JournalEntry entry, ReleaseState state) {
        this.entry = entry;
        this.state = state;
    }

    Optional<EventData> read() {
        ReleaseEvent event = entry.event();
        if (event instanceof ReleaseEvent.StageStarted started) {
            return Optional.of(ofStage(Kind.STAGE_STARTED, started.stage(), started.attempt(), Optional.empty()));
        }
        if (event instanceof ReleaseEvent.StageEnded ended) {
            return Optional.of(ofStage(Kind.STAGE_ENDED, ended.stage(), ended.attempt(), Optional.of(ended.outcome())));
        }
        if (event instanceof ReleaseEvent.Decided decided) {
            return Optional.of(event(
                    Kind.DECIDED,
                    Optional.of(decided.stage()),
                    Optional.empty(),
                    Optional.of(decided.approval().granted() ? Outcome.SUCCEEDED : Outcome.FAILED),
                    Optional.empty(),
                    Optional.of(decided.approval().by())));
        }
        return ofRelease(event);
    }

    private Optional<EventData> ofRelease(ReleaseEvent event) {
        if (event instanceof ReleaseEvent.Planned planned) {
            return Optional.of(by(Kind.PLANNED, planned.plan().startedBy()));
        }
        if (event instanceof ReleaseEvent.AbortRequested abort) {
            return Optional.of(by(Kind.ABORT_REQUESTED, abort.by()));
        }
        if (event instanceof ReleaseEvent.Resumed resumed) {
            return Optional.of(by(Kind.RESUMED, resumed.by()));
        }
        return event instanceof ReleaseEvent.Ended
                ? Optional.of(event(
                        Kind.ENDED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                : Optional.empty();
    }

    private EventData ofStage(Kind type, StageId stage, int attempt, Optional<StageOutcome> outcome) {
        return event(
                type,
                Optional.of(stage),
                Optional.of(attempt),
                outcome.map(EventReader::name),
                outcome.flatMap(EventReader::cause).map(Cause::summary),
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
                Closing.of(state, entry.at()).map(Closing::headline).map(Harmless::text),
                stage.map(StageId::value),
                attempt,
                outcome,
                cause.map(Harmless::text),
                by.map(Harmless::text));
    }

    private static Outcome name(StageOutcome outcome) {
        if (outcome instanceof StageOutcome.Succeeded) {
            return Outcome.SUCCEEDED;
        }
        if (outcome instanceof StageOutcome.Waiting) {
            return Outcome.WAITING;
        }
        if (outcome instanceof StageOutcome.Failed) {
            return Outcome.FAILED;
        }
        if (outcome instanceof StageOutcome.Errored) {
            return Outcome.ERRORED;
        }
        return outcome instanceof StageOutcome.Skipped ? Outcome.SKIPPED : Outcome.ABORTED;
    }

    private static Optional<Cause> cause(StageOutcome outcome) {
        if (outcome instanceof StageOutcome.Failed failed) {
            return Optional.of(failed.cause());
        }
        return outcome instanceof StageOutcome.Errored errored ? Optional.of(errored.cause()) : Optional.empty();
    }
}
