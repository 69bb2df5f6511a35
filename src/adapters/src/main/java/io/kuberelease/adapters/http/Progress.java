package io.kuberelease.adapters.http;

/** Tells whether a long request still moves, so that a limit on waiting is none on working. */
public interface Progress {
    /** A request that is over at once or not at all. */
    Progress NONE = () -> 0;

    /** How many bytes have gone so far. */
    long moved();
}
