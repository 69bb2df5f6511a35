package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An environment: where a bundle goes, and how.
 *
 * @param app the app, and the name of its Helm release there
 * @param values files with the environment's chart values, relative to the release file; later ones win
 * @param createNamespace whether a missing namespace is created
 * @param readyWithin how long a rollout may take
 * @param helm Helm's options; absent when the release file sets none
 * @param settings values of the chart that win over those of the files
 * @param secrets the Secrets of the namespace that the release owns
 */
public record EnvironmentSpec(
        EnvironmentName name,
        AppName app,
        Target target,
        List<String> values,
        boolean createNamespace,
        Duration readyWithin,
        Optional<HelmOptions> helm,
        List<ChartSetting> settings,
        EnvironmentSecrets secrets) {
    public EnvironmentSpec {
        values = List.copyOf(values);
        // Journals that were written before there were settings have none.
        settings = settings == null ? List.of() : List.copyOf(settings);
        secrets = secrets == null ? EnvironmentSecrets.NONE : secrets;
    }

    /** An environment whose values are all in files, and whose release owns no Secrets. */
    public EnvironmentSpec(
            EnvironmentName name,
            AppName app,
            Target target,
            List<String> values,
            boolean createNamespace,
            Duration readyWithin,
            Optional<HelmOptions> helm) {
        this(name, app, target, values, createNamespace, readyWithin, helm, List.of(), EnvironmentSecrets.NONE);
    }

    /** An environment with Helm's usual options. */
    public EnvironmentSpec(
            EnvironmentName name,
            AppName app,
            Target target,
            List<String> values,
            boolean createNamespace,
            Duration readyWithin) {
        this(name, app, target, values, createNamespace, readyWithin, Optional.empty());
    }

    /** Helm's options: those of the release file, or the usual ones. */
    public HelmOptions applying() {
        return helm.orElse(HelmOptions.USUAL);
    }

    /** The same with other secrets. */
    public EnvironmentSpec with(EnvironmentSecrets others) {
        return new EnvironmentSpec(name, app, target, values, createNamespace, readyWithin, helm, settings, others);
    }
}
