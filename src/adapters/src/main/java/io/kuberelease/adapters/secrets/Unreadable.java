package io.kuberelease.adapters.secrets;

import io.kuberelease.model.Evidence;
import java.util.List;

/** Why one value can't be read, without anything of the value. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
    private final String advice;
    private final boolean mayPass;

    @SuppressWarnings("serial") // never serialised
    private final List<Evidence> seen;

    private Unreadable(String why, String advice, boolean mayPass, List<Evidence> seen) {
        super(why);
        this.advice = advice;
        this.mayPass = mayPass;
        this.seen = List.copyOf(seen);
    }

    /** Another try won't help. */
    static Unreadable because(String why, String advice) {
        return new Unreadable(why, advice, false, List.of());
    }

    /** Another try won't help; what a program said of it is evidence. */
    static Unreadable because(String why, String advice, Evidence said) {
        return new Unreadable(why, advice, false, List.of(said));
    }

    /** A server is away, or busy. */
    static Unreadable forNow(String why, String advice) {
        return new Unreadable(why, advice, true, List.of());
    }

    String why() {
        return String.valueOf(getMessage());
    }

    String advice() {
        return advice;
    }

    boolean mayPass() {
        return mayPass;
    }

    List<Evidence> seen() {
        return seen;
    }
}
