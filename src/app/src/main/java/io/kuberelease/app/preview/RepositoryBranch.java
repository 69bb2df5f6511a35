package io.kuberelease.app.preview;

/**
 * A branch or a pull request of a repository.
 *
 * @param name as previews and jobs are called after it
 * @param built whether the host has a job for it
 */
public record RepositoryBranch(String name, Kind kind, boolean built) {
    /** Whose it is. */
    public enum Kind {
        BRANCH,
        /** A change that is asked to be merged, from a branch of the repository itself. */
        PULL_REQUEST,
        /** A change by somebody who need not have the right to write to the repository. */
        FORK
    }
}
