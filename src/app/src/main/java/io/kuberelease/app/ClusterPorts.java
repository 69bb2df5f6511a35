package io.kuberelease.app;

import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.adapters.kubernetes.access.Preflight;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.journal.EntryText;
import io.kuberelease.adapters.kubernetes.journal.KubernetesJournals;
import io.kuberelease.adapters.kubernetes.lock.KubernetesLock;
import io.kuberelease.adapters.kubernetes.previews.KubernetesPreviews;
import io.kuberelease.adapters.kubernetes.probe.KubernetesProbe;
import io.kuberelease.adapters.kubernetes.records.KubernetesRecords;
import io.kuberelease.adapters.kubernetes.tracking.KubernetesTracker;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.Previews;
import io.kuberelease.port.ReleaseRecords;
import io.kuberelease.port.ResourceTracker;
import io.kuberelease.promotion.Histories;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ports that need nothing but clusters: no source, and no release.
 *
 * @param clusters reached with a host's credentials; not closed here
 */
public record ClusterPorts(Clusters clusters, Threads threads, InstantSource clock) {
    private static final VerifySpec USUAL = new VerifySpec(Optional.empty(), Optional.empty(), List.of());

    /** Sends requests to apps, and tells as which user their clusters know us. */
    public EnvironmentProbe probe() {
        return new KubernetesProbe(clusters, clock);
    }

    /** The environments' locks. */
    public EnvironmentLock locks() {
        return new KubernetesLock(clusters, threads.timers(), threads.workers(), clock);
    }

    /** The branches' previews. */
    public Previews previews() {
        return new KubernetesPreviews(clusters, locks(), clock);
    }

    /** Watches rollouts. */
    public ResourceTracker tracker() {
        return new KubernetesTracker(clusters, GracePeriods.USUAL, threads.timers(), threads.workers(), clock);
    }

    /** The records of what is and was in each environment, kept in its own cluster. */
    public ReleaseRecords records() {
        return new KubernetesRecords(clusters);
    }

    /** Reads the history of several environments side by side, from those records. */
    public Histories histories() {
        return new Histories(records(), threads.workers());
    }

    /** The journals that the environments' clusters keep. */
    public EnvironmentJournals journals(JournalCodec codec) {
        return new KubernetesJournals(
                clusters, new EntryText(codec::write, codec::read), threads.timers(), threads.workers(), clock);
    }

    /**
     * Looks up all clusters and namespaces of a release that is about to begin.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed with all that is wrong with them
     */
    public void require(ReleasePlan plan) {
        new Preflight(clusters, threads.workers()).require(plan);
    }

    /**
     * The addresses of the app inside the clusters of its environments, by environment. An environment without a
     * Service for the app, or whose cluster does not answer now, is left out.
     */
    public Map<String, String> addresses(ReleaseState state) {
        Map<String, String> addresses = new HashMap<>();
        for (EnvironmentSpec environment : state.plan().environments()) {
            VerifySpec checks = state.plan()
                    .verify(environment.name())
                    .map(verify -> verify.task().checks())
                    .orElse(USUAL);
            address(environment, checks)
                    .ifPresent(address -> addresses.put(environment.name().value(), address));
        }
        return addresses;
    }

    private Optional<String> address(EnvironmentSpec environment, VerifySpec checks) {
        try {
            return Optional.of(probe().address(environment, checks));
        } catch (ReleaseException noneNow) {
            return Optional.empty();
        }
    }
}
