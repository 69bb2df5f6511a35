package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a bundle goes and how.
 *
 * @param app the app, and the name of its Helm release there
 * @param values files with the environment's chart values, relative to the release file; later ones win
 * @param createNamespace whether a missing namespace is created
 * @param readyWithin how long a rollout may take
 * @param helm how Helm applies; absent where the release file says nothing of it
 */
public record EnvironmentSpec(
        EnvironmentName name,
        AppName app,
        Target target,
        List<String> values,
        boolean createNamespace,
        Duration readyWithin,
        Optional<HelmOptions> helm) {
    public EnvironmentSpec {
        values = List.copyOf(values);
    }

    /** Without a word on how Helm applies. */
    public EnvironmentSpec(
            EnvironmentName name,
            AppName app,
            Target target,
            List<String> values,
            boolean createNamespace,
            Duration readyWithin) {
        this(name, app, target, values, createNamespace, readyWithin, Optional.empty());
    }

    /** How Helm applies. */
    public HelmOptions applying() {
        return helm.orElse(HelmOptions.USUAL);
    }
}
