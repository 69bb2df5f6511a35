package io.kuberelease.adapters.oci;

/** Tells whether a long request still moves, so that a limit on waiting is none on working. */
interface Motion {
    /** A request that is over at once or not at all. */
    Motion NONE = () -> 0;

    /** How many bytes have gone so far. */
    long moved();
}
