package io.kuberelease.app.actions;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of actions. */
public enum ActionKind {
    /** Approve or reject. */
    APPROVE,
    ABORT,
    PROMOTE,
    ROLLBACK;

    /** The spelling in addresses and documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this spelling; absent when there is none. */
    public static Optional<ActionKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
