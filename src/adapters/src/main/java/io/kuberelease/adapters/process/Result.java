package io.kuberelease.adapters.process;

/**
 * What came of a program.
 *
 * @param exitCode meaningful when it ended by itself
 */
public record Result(Ended ended, int exitCode) {
    /** Whether it ended by itself with exit code 0. */
    public boolean succeeded() {
        return ended == Ended.EXITED && exitCode == 0;
    }
}
