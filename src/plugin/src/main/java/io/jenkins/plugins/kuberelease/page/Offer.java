package io.jenkins.plugins.kuberelease.page;

import java.util.Optional;

/**
 * Something that this visitor can do now; the page shows no other.
 *
 * @param words as on a button
 * @param url of the page that asks to confirm, relative to the release page
 * @param environment what it is about, if it is about one environment
 * @param stage what it is about, if it is about one stage
 */
public record Offer(Deed kind, String words, String url, Optional<String> environment, Optional<String> stage) {

    /** What can be done. */
    public enum Deed {
        /** Approve or reject. */
        APPROVE,
        ABORT,
        PROMOTE,
        ROLLBACK
    }
}
