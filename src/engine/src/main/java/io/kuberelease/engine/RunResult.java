package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;

/** Why a run of a release in this process came to its end; the state is the last one. */
public sealed interface RunResult {

    /** Where the release stands. */
    ReleaseState state();

    /** The release is over; its result is in the state. */
    record Over(ReleaseState state) implements RunResult {}

    /** Nothing is left to do here before a person has decided; the release goes on when it is resumed. */
    record NeedsPerson(ReleaseState state) implements RunResult {}

    /** Nothing is left to do here for long, until a time has come; the release goes on when it is resumed then. */
    record NeedsTime(ReleaseState state) implements RunResult {}
}
