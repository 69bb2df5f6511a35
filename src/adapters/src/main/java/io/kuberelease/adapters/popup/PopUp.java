package io.kuberelease.adapters.popup;

import io.kuberelease.model.PopUpName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is written down of a cluster that was made, or is about to be.
 *
 * @param identity the name that its commands know it by; no other cluster ever has it
 * @param directory where its commands run
 * @param until its end, unless a release asks for it again
 */
public record PopUp(
        PopUpName name,
        String identity,
        State state,
        Instant since,
        Instant until,
        List<String> create,
        List<String> delete,
        Path directory,
        Duration lifetime,
        Duration within) {
    public PopUp {
        create = List.copyOf(create);
        delete = List.copyOf(delete);
    }

    /** What was last done with it, or was about to be. */
    public enum State {
        /** Its command was about to be run; whether it has been is looked up. */
        MAKING,
        /** It has answered. */
        READY,
        /** It is about to be deleted. */
        DELETING
    }

    /** Whether it is to be deleted now. */
    public boolean isOver(Instant now) {
        return state == State.DELETING || !now.isBefore(until);
    }

    PopUp in(State other) {
        return new PopUp(name, identity, other, since, until, create, delete, directory, lifetime, within);
    }

    /** The same, which lives for its lifetime from now. */
    PopUp ready(Instant now) {
        return new PopUp(
                name, identity, State.READY, since, now.plus(lifetime), create, delete, directory, lifetime, within);
    }

    /** The same with the times that are asked for now; its end is as it was. */
    PopUp lasting(Duration otherLifetime, Duration otherWithin) {
        return new PopUp(name, identity, state, since, until, create, delete, directory, otherLifetime, otherWithin);
    }

    /** The same with an end that is a lifetime from now, also when that is earlier. */
    PopUp endingAnew(Instant now) {
        return new PopUp(name, identity, state, since, now.plus(lifetime), create, delete, directory, lifetime, within);
    }

    /** The same with an end that is no earlier than its lifetime from now. */
    PopUp askedFor(Instant now) {
        Instant end = now.plus(lifetime);
        Instant later = end.isAfter(until) ? end : until;
        return new PopUp(name, identity, state, since, later, create, delete, directory, lifetime, within);
    }
}
