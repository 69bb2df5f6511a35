package io.kuberelease.plan;

import java.net.URI;
import java.util.Optional;

/**
 * Where the release sends its events.
 *
 * @param slackChannel for example {@code #releases}; absent: nobody on Slack
 * @param webhook where each event is posted as signed JSON; absent: nowhere
 */
public record Notify(Optional<String> slackChannel, Optional<URI> webhook) {
    /** Neither Slack nor a webhook. */
    public static final Notify NOBODY = new Notify(Optional.empty(), Optional.empty());
}
