package io.kuberelease.adapters.process;

/** How a program ended. */
public enum Ended {
    /** By itself; the exit code says how. */
    EXITED,
    /** It took longer than its limit, and was stopped. */
    TIMED_OUT,
    /** It was told to stop, or the thread that waited for it was interrupted. */
    CANCELLED
}
