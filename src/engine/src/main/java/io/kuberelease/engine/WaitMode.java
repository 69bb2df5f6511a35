package io.kuberelease.engine;

/** Whether a run stays when only people are waited for. */
public enum WaitMode {
    /** Somebody may decide in this process, so the run stays. */
    STAYS,
    /** Nobody can decide here: the run ends, also before a long wait, and another process goes on later. */
    LEAVES
}
