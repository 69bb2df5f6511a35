package io.kuberelease.adapters.slack;

import java.net.http.HttpClient;
import java.util.function.Supplier;

/**
 * What the program that tells Slack brings along.
 *
 * @param connections begins a client with what is wanted of all connections, for example a proxy
 * @param links where messages lead to
 */
public record SlackHost(Supplier<HttpClient.Builder> connections, ReleaseLinks links) {
    /** A program without pages, on a machine whose own settings say how Slack is reached. */
    public static final SlackHost PLAIN = new SlackHost(HttpClient::newBuilder, ReleaseLinks.NONE);
}
