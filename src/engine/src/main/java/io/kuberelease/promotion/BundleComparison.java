package io.kuberelease.promotion;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.KnownBundle;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The differences between two bundles.
 *
 * @param changes by environment in which the two were compared, the changes to its resources; secrets are hidden
 */
public record BundleComparison(Side from, Side to, Map<EnvironmentName, List<ResourceChange>> changes) {

    /**
     * One of the two bundles.
     *
     * @param environment the environment by which it was named; absent when it was named otherwise
     */
    public record Side(KnownBundle bundle, Bundle content, Optional<EnvironmentName> environment) {}
}
