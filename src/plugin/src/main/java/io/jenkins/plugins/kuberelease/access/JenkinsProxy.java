package io.jenkins.plugins.kuberelease.access;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.fabric8.kubernetes.client.Config;
import java.net.Proxy;
import java.net.URI;
import jenkins.model.Jenkins;

/** Sends a client through the proxy that Jenkins is told to use, where it is to be used for its server. */
final class JenkinsProxy {
    private JenkinsProxy() {}

    static void applyTo(Config config) {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        String host = URI.create(config.getMasterUrl()).getHost();
        if (proxy == null
                || config.getHttpsProxy() != null
                || proxy.createProxy(host).type() == Proxy.Type.DIRECT) {
            return;
        }
        String address = "http://" + proxy.getName() + ":" + proxy.getPort();
        config.setHttpProxy(address);
        config.setHttpsProxy(address);
        config.setProxyUsername(proxy.getUserName());
        config.setProxyPassword(Secret.toString(proxy.getSecretPassword()));
    }
}
