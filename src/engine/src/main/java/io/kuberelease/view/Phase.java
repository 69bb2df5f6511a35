package io.kuberelease.view;

/** How far a group of stages has come, as its symbol tells it. */
public enum Phase {
    /** Its turn has not come. */
    PENDING,
    /** Something is being done. */
    RUNNING,
    /** A person has to act. */
    WAITING,
    /** The world foiled a try; there will be another. */
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
