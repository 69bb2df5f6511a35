package io.kuberelease.plan;

import java.util.Optional;

/**
 * Whom the release tells.
 *
 * @param slackChannel for example {@code #releases}; absent: nobody on Slack
 */
public record Notify(Optional<String> slackChannel) {
    /** Tells nobody. */
    public static final Notify NOBODY = new Notify(Optional.empty());
}
