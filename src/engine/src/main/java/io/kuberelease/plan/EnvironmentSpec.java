package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Target;
import java.time.Duration;
import java.util.List;

/**
 * Where a bundle goes and how.
 *
 * @param app the app, and the name of its Helm release there
 * @param values files with the environment's chart values, relative to the release file; later ones win
 * @param createNamespace whether a missing namespace is created
 * @param readyWithin how long a rollout may take
 */
public record EnvironmentSpec(
        EnvironmentName name,
        AppName app,
        Target target,
        List<String> values,
        boolean createNamespace,
        Duration readyWithin) {
    public EnvironmentSpec {
        values = List.copyOf(values);
    }
}
