package io.kuberelease.journal;

import io.kuberelease.model.Approval;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;

/** Something that happened to a release. Kinds are added, never changed: old journals are read for ever. */
public sealed interface ReleaseEvent {

    /** Handles each case. */
    <R> R match(Cases<R> cases);

    /**
     * Whether the other is of the same kind and, if it is about a try of a stage, about the same one; its words may
     * differ.
     */
    default boolean isOfSameTry(ReleaseEvent other) {
        return getClass().equals(other.getClass()) && tryOf().equals(other.tryOf());
    }

    /** The stage and, for a try, its number, as text to compare; empty when it is about no stage. */
    default String tryOf() {
        return match(new SomeCases<>() {
            @Override
            public String stageStarted(StageStarted event) {
                return event.stage() + " " + event.attempt();
            }

            @Override
            public String stageEnded(StageEnded event) {
                return event.stage() + " " + event.attempt();
            }

            @Override
            public String decided(Decided event) {
                return event.stage().value();
            }

            @Override
            public String other(ReleaseEvent event) {
                return "";
            }
        });
    }

    /** The first event of every journal. */
    record Planned(ReleasePlan plan) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.planned(this);
        }
    }

    /** A try is about to begin; on the disk before anything is done. */
    record StageStarted(StageId stage, int attempt) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stageStarted(this);
        }
    }

    /** A try came to an end, or to a wait. */
    record StageEnded(StageId stage, int attempt, StageOutcome outcome) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stageEnded(this);
        }
    }

    /**
     * The release is about to touch an environment: from here on its journal is kept in that environment's cluster,
     * and the next entries are written there first.
     */
    record JournalMoved(EnvironmentName environment) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.journalMoved(this);
        }
    }

    /** A person decided. */
    record Decided(StageId stage, Approval approval) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.decided(this);
        }
    }

    /** Somebody wants the release to end early. */
    record AbortRequested(String by) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.abortRequested(this);
        }
    }

    /** Another process took the release up again; what was under way is looked up before it is done again. */
    record Resumed(String by) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.resumed(this);
        }
    }

    /** A sink failed to deliver; the release goes on regardless. */
    record SinkTroubled(String sink, String why) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sinkTroubled(this);
        }
    }

    /** A sink noted something that it needs when the release is resumed, for example its message's id. */
    record SinkNoted(String sink, String key, String value) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sinkNoted(this);
        }
    }

    /** The release is over. */
    record Ended(ReleaseResult result) implements ReleaseEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ended(this);
        }
    }

    /** One method for each kind of event: the compiler sees to it that every kind is handled. */
    interface Cases<R> {
        R planned(Planned event);

        R stageStarted(StageStarted event);

        R stageEnded(StageEnded event);

        R journalMoved(JournalMoved event);

        R decided(Decided event);

        R abortRequested(AbortRequested event);

        R resumed(Resumed event);

        R sinkTroubled(SinkTroubled event);

        R sinkNoted(SinkNoted event);

        R ended(Ended event);
    }

    /** Handles some kinds of events individually and all others alike. */
    interface SomeCases<R> extends Cases<R> {
        /** Handles every kind whose own method is not overridden. */
        R other(ReleaseEvent event);

        @Override
        default R planned(Planned event) {
            return other(event);
        }

        @Override
        default R stageStarted(StageStarted event) {
            return other(event);
        }

        @Override
        default R stageEnded(StageEnded event) {
            return other(event);
        }

        @Override
        default R journalMoved(JournalMoved event) {
            return other(event);
        }

        @Override
        default R decided(Decided event) {
            return other(event);
        }

        @Override
        default R abortRequested(AbortRequested event) {
            return other(event);
        }

        @Override
        default R resumed(Resumed event) {
            return other(event);
        }

        @Override
        default R sinkTroubled(SinkTroubled event) {
            return other(event);
        }

        @Override
        default R sinkNoted(SinkNoted event) {
            return other(event);
        }

        @Override
        default R ended(Ended event) {
            return other(event);
        }
    }
}
