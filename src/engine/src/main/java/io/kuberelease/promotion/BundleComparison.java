package io.kuberelease.promotion;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.KnownBundle;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between two bundles.
 *
 * @param changes what becomes of the resources of each environment in which the two were compared; secrets are hidden
 */
public record BundleComparison(Side from, Side to, Map<EnvironmentName, List<ResourceChange>> changes) {

    /**
     * One of the two.
     *
     * @param environment the environment that it is in, when it was named by that
     */
    public record Side(KnownBundle bundle, Bundle content, Optional<EnvironmentName> environment) {}
}
