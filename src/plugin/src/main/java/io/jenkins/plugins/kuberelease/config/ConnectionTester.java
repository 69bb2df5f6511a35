package io.jenkins.plugins.kuberelease.config;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import org.jspecify.annotations.Nullable;

/**
 * Tests settings before they are saved, with the credentials of a folder or of Jenkins. Callers must check that an
 * administrator asks.
 */
public interface ConnectionTester extends ExtensionPoint {

    /** The tester with the highest ordinal. */
    static ConnectionTester get() {
        return ExtensionList.lookupFirst(ConnectionTester.class);
    }

    /**
     * Asks a cluster as which user it knows us.
     *
     * @return the message on success
     * @throws io.kuberelease.model.ReleaseException when it does not answer, or refuses us
     */
    String tryCluster(@Nullable Item item, ConfiguredCluster cluster);

    /**
     * Asks a registry for an image, which need not exist.
     *
     * @return the message on success
     * @throws io.kuberelease.model.ReleaseException when it does not answer, or refuses us
     */
    String tryRegistry(@Nullable Item item, ConfiguredRegistry registry);
}
