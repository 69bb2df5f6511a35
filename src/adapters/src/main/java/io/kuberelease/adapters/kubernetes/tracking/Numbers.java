package io.kuberelease.adapters.kubernetes.tracking;

import org.jspecify.annotations.Nullable;

/** Reads counters of the client's model, in which null stands for the default. */
final class Numbers {
    private Numbers() {}

    static int count(@Nullable Integer value, int absent) {
        return value == null ? absent : value;
    }

    static long number(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
