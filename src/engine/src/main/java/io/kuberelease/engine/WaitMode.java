package io.kuberelease.engine;

/** Whether a run stays while the release only waits for a person or for a time. */
public enum WaitMode {
    /** Somebody may decide in this process, so the run stays. */
    STAYS,
    /** Nobody can decide here: the run ends, also before a long wait, and another process goes on later. */
    LEAVES
}
