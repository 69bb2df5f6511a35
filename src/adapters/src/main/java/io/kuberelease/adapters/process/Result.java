package io.kuberelease.adapters.process;

/**
 * The outcome of a program's run.
 *
 * @param exitCode -1 unless the program ended by itself
 */
public record Result(Ended ended, int exitCode) {
    /** Whether it ended by itself with exit code 0. */
    public boolean succeeded() {
        return ended == Ended.EXITED && exitCode == 0;
    }
}
