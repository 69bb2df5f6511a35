package io.kuberelease.adapters.http;

/** Tells whether a long request still moves, so that a time limit counts only while it stands still. */
public interface Progress {
    /** For short requests: the time limit is for the whole request. */
    Progress NONE = () -> 0;

    /** How many bytes have been sent so far. */
    long moved();
}
