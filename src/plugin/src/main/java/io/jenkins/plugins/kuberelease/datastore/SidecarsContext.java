package io.jenkins.plugins.kuberelease.datastore;

import java.io.Serializable;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What steps in a block know of the datastores around them.
 *
 * @param names the names of the block and of those around it
 * @param podTemplate the pod template around the block, whose pods don't get them; null outside of one
 */
public record SidecarsContext(
        ArrayList<String> names, @Nullable String podTemplate) implements Serializable {}
