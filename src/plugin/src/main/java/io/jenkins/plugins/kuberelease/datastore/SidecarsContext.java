package io.jenkins.plugins.kuberelease.datastore;

import java.io.Serializable;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The information about surrounding datastores for steps in a block.
 *
 * @param names the names of the block and of those around it
 * @param podTemplate the name of the pod template around the block, whose pods don't get datastores; null without one
 */
public record SidecarsContext(
        ArrayList<String> names, @Nullable String podTemplate) implements Serializable {}
