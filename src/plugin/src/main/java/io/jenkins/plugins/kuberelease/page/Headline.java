package io.jenkins.plugins.kuberelease.page;

import io.kuberelease.api.ReleaseData;

/**
 * A release in one line on its build's page, and in a word beside it in lists of builds.
 *
 * @param words what became of it or what it is doing
 * @param badge its version
 */
public record Headline(String words, String badge, ReleaseData.Status status) {

    static Headline of(ReleaseSummary release) {
        return new Headline(release.headline(), release.version(), release.status());
    }

    /** For pages: the symbol of Jenkins' own that says the same. */
    public String symbol() {
        return switch (status) {
            case SUCCEEDED -> "symbol-status-blue";
            case FAILED, ERRORED -> "symbol-status-red";
            case ABORTED -> "symbol-status-aborted";
            case RUNNING -> "symbol-status-blue-anime";
            case WAITING -> "symbol-status-yellow";
        };
    }
}
