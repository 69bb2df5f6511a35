package io.kuberelease.adapters.kubernetes.tracking;

import org.jspecify.annotations.Nullable;

/** Counters of the model, in which an absent one means its default. */
final class Numbers {
    private Numbers() {}

    static int count(@Nullable Integer value, int absent) {
        return value == null ? absent : value;
    }

    static long number(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
