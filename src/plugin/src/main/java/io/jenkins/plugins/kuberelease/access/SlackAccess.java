package io.jenkins.plugins.kuberelease.access;

import hudson.ExtensionList;
import hudson.Util;
import io.jenkins.plugins.kuberelease.cloud.JenkinsConnections;
import io.kuberelease.adapters.slack.ReleaseLinks;
import io.kuberelease.adapters.slack.SlackHost;
import io.kuberelease.adapters.slack.SlackSinks;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import java.net.URI;
import java.time.Duration;
import jenkins.plugins.slack.SlackNotifier;
import jenkins.util.SystemProperties;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jspecify.annotations.Nullable;

/** Posts to Slack with the configuration of the Slack plugin. Loaded only where that plugin is installed. */
final class SlackAccess {
    /** The system property with another address of Slack's API, for a test or a relay; a job can't set it. */
    static final String API = "io.jenkins.plugins.kuberelease.slackApi";

    private static final Duration PACE = Duration.ofSeconds(1);

    private SlackAccess() {}

    /**
     * Makes the sink for a channel; when the Slack plugin's settings are not sufficient, one that reports why, once.
     */
    static EventSink sink(String channel, RunCredentials credentials, ReleaseLinks links) {
        SlackNotifier.DescriptorImpl settings = ExtensionList.lookupSingleton(SlackNotifier.DescriptorImpl.class);
        String id = Util.fixEmptyAndTrim(settings.getTokenCredentialId());
        if (id == null) {
            return silent(channel, "the Slack plugin has no token", "choose one at Manage Jenkins » System » Slack");
        }
        try {
            SlackHost host = new SlackHost(JenkinsConnections.SHARED, links);
            return sink(channel, settings, token(credentials, id), host);
        } catch (ReleaseException.Failed refused) {
            return silent(channel, refused.reason().summary(), "check the token of the Slack plugin");
        }
    }

    private static EventSink sink(String channel, SlackNotifier.DescriptorImpl settings, Secret token, SlackHost host) {
        String base = Util.fixEmptyAndTrim(settings.getBaseUrl());
        if (settings.isBotUser()) {
            URI api = URI.create(SystemProperties.getString(API, "https://slack.com/api/"));
            return SlackSinks.bot(api, token, channel, PACE, host);
        }
        if (base == null) {
            return silent(
                    channel,
                    "the token of the Slack plugin is not a bot's",
                    "use a bot's token, or set the address of an incoming webhook");
        }
        return SlackSinks.webhook(new Secret((base.endsWith("/") ? base : base + "/") + token.reveal()), PACE, host);
    }

    private static Secret token(RunCredentials credentials, String id) {
        if (credentials.find(id, true) instanceof StringCredentials text) {
            return new Secret(text.getSecret().getPlainText());
        }
        throw AccessErrors.input("credential " + id + " is not a secret text", "choose one");
    }

    static EventSink silent(@Nullable String channel, String why, String suggestion) {
        return SlackSinks.silent("Slack channel " + channel + " is not told: " + why + "; perhaps you should "
                + suggestion + ", or remove notify.slack");
    }
}
