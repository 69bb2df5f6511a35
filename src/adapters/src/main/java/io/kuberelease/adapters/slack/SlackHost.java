package io.kuberelease.adapters.slack;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.KeptClients;

/**
 * The connections and pages of the program that posts to Slack.
 *
 * @param connections how they are made, for example through a proxy
 * @param links the pages that messages link to
 */
public record SlackHost(Connections connections, ReleaseLinks links) {
    /** Java's own connections and no pages. */
    public static final SlackHost PLAIN = new SlackHost(KeptClients.PLAIN, ReleaseLinks.NONE);
}
