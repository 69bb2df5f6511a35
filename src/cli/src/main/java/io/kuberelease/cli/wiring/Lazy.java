package io.kuberelease.cli.wiring;

import java.util.Optional;
import java.util.function.Supplier;

/** A part of the program that is made when it is first asked for, so that commands which don't need it start sooner. */
final class Lazy<T> {
    private final Supplier<T> maker;
    private Optional<T> made = Optional.empty();

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    synchronized T get() {
        T part = made.orElseGet(maker);
        made = Optional.of(part);
        return part;
    }

    /** What was made, if anybody has asked. */
    synchronized Optional<T> made() {
        return made;
    }
}
