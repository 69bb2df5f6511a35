package io.kuberelease.adapters.slack;

import io.kuberelease.adapters.http.Connections;

/**
 * What the program that tells Slack brings along.
 *
 * @param connections how they are made, for example through a proxy
 * @param links where messages lead to
 */
public record SlackHost(Connections connections, ReleaseLinks links) {
    /** A program without pages, on a machine whose own settings say how Slack is reached. */
    public static final SlackHost PLAIN = new SlackHost(Connections.PLAIN, ReleaseLinks.NONE);
}
