package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.slack.SlackSinks;
import io.kuberelease.app.Notifiers;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import java.util.Map;
import java.util.Optional;

/**
 * Notifies with settings from the variables of this process.
 *
 * @param environment the variables
 * @param connections shared by all that this process sends
 */
record TerminalNotifiers(Map<String, String> environment, Connections connections) implements Notifiers {

    @Override
    public EventSink slack(String channel) {
        return SlackSinks.from(environment, channel, connections);
    }

    @Override
    public WebhookKey webhookKey() {
        return new WebhookKey(
                Optional.ofNullable(environment.get(WebhookKey.NAME))
                        .map(String::strip)
                        .filter(key -> !key.isEmpty())
                        .map(Secret::new),
                WebhookKey.NAME + " is not set; perhaps you should set it to the key that the receiver checks with");
    }
}
