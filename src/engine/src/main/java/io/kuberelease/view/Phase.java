package io.kuberelease.view;

/** The progress of a group of stages, as its symbol shows it. */
public enum Phase {
    /** Its turn has not come. */
    PENDING,
    /** Something is being done. */
    RUNNING,
    /** It waits for a person or for a time. */
    WAITING,
    /** A try failed for a reason outside the app; there will be another. */
    RETRYING,
    /** All of it is done. */
    DONE,
    /** Nothing had to be done, since nothing changed. */
    UNCHANGED,
    /** It failed, and the release with it. */
    FAILED,
    /** It was told to stop. */
    STOPPED,
    /** The release ended before its turn came. */
    NOT_REACHED;

    /** Whether nothing more will happen to it. */
    public boolean isOver() {
        return switch (this) {
            case DONE, UNCHANGED, FAILED, STOPPED, NOT_REACHED -> true;
            case PENDING, RUNNING, WAITING, RETRYING -> false;
        };
    }
}
