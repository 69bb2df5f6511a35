package io.kuberelease.journal;

/** How a release ended. */
public enum ReleaseResult {
    SUCCEEDED,
    FAILED,
    ERRORED,
    ABORTED
}
