package io.kuberelease.engine;

/** Why a stage is told to stop. */
public enum StopReason {
    /** A person asked for the end of the release. */
    ABORT("the release was aborted"),
    /** Another stage failed, so that this one's result is of no use. */
    ANOTHER_FAILED("another stage failed"),
    /** The stage serves tests that need not run. */
    NOT_NEEDED("the image has passed its tests before"),
    /** It did not end in time. */
    DEADLINE("it did not end in time");

    private final String words;

    StopReason(String words) {
        this.words = words;
    }

    /** The reason in words that complete "stopped because". */
    public String words() {
        return words;
    }
}
