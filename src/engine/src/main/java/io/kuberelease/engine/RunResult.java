package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;

/** Why a run of a release in this process came to its end; the state is the last one. */
public sealed interface RunResult {

    /** The state of the release when the run ended. */
    ReleaseState state();

    /** The release is over; its result is in the state. */
    record Over(ReleaseState state) implements RunResult {}

    /** Nothing is left to do here before a person has decided; the release goes on when it is resumed. */
    record NeedsPerson(ReleaseState state) implements RunResult {}

    /** Nothing is left to do here before a time that is far away; the release goes on when it is resumed then. */
    record NeedsTime(ReleaseState state) implements RunResult {}
}
