package io.jenkins.plugins.kuberelease.cloud;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.KeptClients;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** Connections through Jenkins' proxy, as it is configured at the time of a request. All releases share them. */
public final class JenkinsConnections {
    /** Made once, since each of Java's HTTP clients has a thread. */
    public static final Connections SHARED =
            new KeptClients(ProxyConfiguration::newHttpClientBuilder, JenkinsConnections::settings);

    private JenkinsConnections() {}

    private static Settings settings() {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        return proxy == null
                ? new Settings("", 0, null, null, null)
                : new Settings(
                        proxy.getName(),
                        proxy.getPort(),
                        proxy.getUserName(),
                        proxy.getSecretPassword(),
                        proxy.getNoProxyHost());
    }

    private record Settings(
            String name,
            int port,
            @Nullable String user,
            @Nullable Secret password,
            @Nullable String without) {}
}
