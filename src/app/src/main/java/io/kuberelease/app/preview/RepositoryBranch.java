package io.kuberelease.app.preview;

/**
 * A branch or a pull request of a repository.
 *
 * @param name as its job is called
 * @param preview the branch whose preview it gets: a pull request and the branch that it merges share one
 * @param built whether the host has a job for it
 */
public record RepositoryBranch(String name, String preview, Kind kind, boolean built) {
    /** Whose it is. */
    public enum Kind {
        BRANCH,
        /** A change that is asked to be merged, from a branch of the repository itself. */
        PULL_REQUEST,
        /** A change by somebody who need not have the right to write to the repository. */
        FORK
    }
}
