package io.kuberelease.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The engine's answer: what to do now, and when to ask again.
 *
 * @param effects to be carried out in this order; empty when there is nothing to do but wait
 * @param wakeAt when to ask again though nothing has happened; absent when time alone changes nothing
 * @param onPeopleOnly whether all that is left to wait for is people
 * @param restsUntil when all that is left to wait for is times, or times and people: the next of those times
 */
public record Decision(
        List<Effect> effects, Optional<Instant> wakeAt, boolean onPeopleOnly, Optional<Instant> restsUntil) {
    public Decision {
        effects = List.copyOf(effects);
    }
}
