package io.jenkins.plugins.kuberelease.config;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import org.jspecify.annotations.Nullable;

/**
 * Tries what somebody is about to configure, with the credentials of a folder, or of Jenkins. Whoever calls this has
 * checked that an administrator asks.
 */
public interface ConnectionTester extends ExtensionPoint {

    /** The one there is. */
    static ConnectionTester get() {
        return ExtensionList.lookupFirst(ConnectionTester.class);
    }

    /**
     * Asks a cluster who we are there.
     *
     * @return what to say when it answers
     * @throws io.kuberelease.model.ReleaseException when it does not, or refuses us
     */
    String tryCluster(@Nullable Item item, ConfiguredCluster cluster);

    /**
     * Asks a registry for an image that there is not.
     *
     * @return what to say when it answers
     * @throws io.kuberelease.model.ReleaseException when it does not, or refuses us
     */
    String tryRegistry(@Nullable Item item, ConfiguredRegistry registry);
}
