package io.jenkins.plugins.kuberelease.run;

import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.AccessProvider;
import io.kuberelease.app.ClusterPorts;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.EnvironmentProbe;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The addresses of an app inside the clusters of its environments. Asks the clusters, and blocks. */
public final class Addresses {
    private static final VerifySpec USUAL = new VerifySpec(Optional.empty(), Optional.empty(), List.of());

    private Addresses() {}

    /**
     * Finds the addresses by environment; an environment without a Service for the app, or whose cluster does not
     * answer now, is left out.
     */
    public static Map<String, String> of(Run<?, ?> run, ReleaseState state) {
        Map<String, String> addresses = new HashMap<>();
        try (Access access = ExtensionList.lookupFirst(AccessProvider.class).of(run)) {
            EnvironmentProbe probe =
                    new ClusterPorts(access.clusters(), ReleaseHost.get().threads(), Clock.systemUTC()).probe();
            for (EnvironmentSpec environment : state.plan().environments()) {
                address(probe, environment, checks(state, environment))
                        .ifPresent(address -> addresses.put(environment.name().value(), address));
            }
        }
        return addresses;
    }

    private static Optional<String> address(EnvironmentProbe probe, EnvironmentSpec environment, VerifySpec checks) {
        try {
            return Optional.of(probe.address(environment, checks));
        } catch (ReleaseException noneNow) {
            return Optional.empty();
        }
    }

    private static VerifySpec checks(ReleaseState state, EnvironmentSpec environment) {
        return state.plan()
                .verify(environment.name())
                .map(verify -> verify.task().checks())
                .orElse(USUAL);
    }
}
