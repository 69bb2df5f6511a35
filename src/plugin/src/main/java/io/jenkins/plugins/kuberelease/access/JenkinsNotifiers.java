package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.kuberelease.cloud.JenkinsConnections;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.slack.ReleaseLinks;
import io.kuberelease.adapters.slack.SlackSinks;
import io.kuberelease.app.Notifiers;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Notifies with Jenkins' credentials and, on Slack, with the settings of its plugin.
 *
 * @param credentials finds the credentials that the build may use
 * @param links the pages that messages link to
 */
record JenkinsNotifiers(RunCredentials credentials, ReleaseLinks links) implements Notifiers {

    @Override
    public EventSink slack(String channel) {
        return Jenkins.get().getPlugin("slack") == null
                ? SlackSinks.silent("Slack channel " + channel + " is not told: the Slack plugin is not installed;"
                        + " perhaps you should install it, or remove notify.slack")
                : SlackAccess.sink(channel, credentials, links);
    }

    /** The key from a secret text with the key's name as its id, in Jenkins or in a folder of the job. */
    @Override
    public WebhookKey webhookKey() {
        try {
            StandardCredentials found = credentials.find(WebhookKey.NAME, false);
            return found instanceof StringCredentials text
                    ? new WebhookKey(Optional.of(new Secret(text.getSecret().getPlainText())), "")
                    : missing("credential " + WebhookKey.NAME + " is not a secret text");
        } catch (ReleaseException.Failed none) {
            return missing(none.reason().summary());
        }
    }

    private static WebhookKey missing(String why) {
        return new WebhookKey(
                Optional.empty(),
                why + "; perhaps you should add a secret text with the id " + WebhookKey.NAME
                        + " that is the key which the receiver checks with");
    }

    @Override
    public Connections connections() {
        return JenkinsConnections.SHARED;
    }
}
