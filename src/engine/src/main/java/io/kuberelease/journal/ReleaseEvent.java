package io.kuberelease.journal;

import io.kuberelease.model.Approval;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;

/** Something that happened to a release. Kinds are added, never changed: old journals are read for ever. */
public sealed interface ReleaseEvent {

    /** The first event of every journal. */
    record Planned(ReleasePlan plan) implements ReleaseEvent {}

    /** A try is about to begin; on the disk before anything is done. */
    record StageStarted(StageId stage, int attempt) implements ReleaseEvent {}

    /** A try came to an end, or to a wait. */
    record StageEnded(StageId stage, int attempt, StageOutcome outcome) implements ReleaseEvent {}

    /**
     * The release is about to touch an environment: from here on its journal is kept in that environment's cluster,
     * and the next entries are written there first.
     */
    record JournalMoved(EnvironmentName environment) implements ReleaseEvent {}

    /** A person decided. */
    record Decided(StageId stage, Approval approval) implements ReleaseEvent {}

    /** Somebody wants the release to end early. */
    record AbortRequested(String by) implements ReleaseEvent {}

    /** Another process took the release up again; what was under way is looked up before it is done again. */
    record Resumed(String by) implements ReleaseEvent {}

    /** A sink could not tell its people; the release is none the worse for it. */
    record SinkTroubled(String sink, String why) implements ReleaseEvent {}

    /** A sink noted something that it needs when the release is resumed, for example its message's id. */
    record SinkNoted(String sink, String key, String value) implements ReleaseEvent {}

    /** The release is over. */
    record Ended(ReleaseResult result) implements ReleaseEvent {}
}
