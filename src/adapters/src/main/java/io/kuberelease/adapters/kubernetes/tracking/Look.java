package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.Target;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import java.util.List;
import java.util.Map;

/** One look at what is deployed, judged as at the end of a rollout. */
final class Look {
    private final SharedWatches watches;
    private final KubernetesClient client;
    private final GracePeriods gracePeriods;

    Look(SharedWatches watches, KubernetesClient client, GracePeriods gracePeriods) {
        this.watches = watches;
        this.client = client;
        this.gracePeriods = gracePeriods;
    }

    List<ResourceStatus> at(Target target, List<ResourceIdentity> resources) {
        TrackRequest request = new TrackRequest(target, resources, List.of());
        try (ReleaseView view = new ReleaseView(watches, client, request, () -> {});
                PolledResources polled = new PolledResources(client, resources, () -> {})) {
            view.awaitFirstList();
            polled.read();
            RolloutBaseline rolloutBaseline =
                    RolloutBaseline.now(view.objects()).applied(Map.of());
            Snapshot snapshot = view.snapshot(rolloutBaseline, polled);
            return new ReleaseJudge(request, gracePeriods)
                    .assess(snapshot, rolloutBaseline).statuses().stream()
                            .map(status -> isMissing(status.resource(), snapshot) ? missing(status) : status)
                            .toList();
        }
    }

    private static boolean isMissing(ResourceIdentity resource, Snapshot snapshot) {
        return TrackedKind.of(resource).isPresent()
                && snapshot.findAll(resource).findAny().isEmpty();
    }

    private static ResourceStatus missing(ResourceStatus status) {
        // A Job may be removed by its time to live, and mostly is.
        return status.resource().kind().equals("Job")
                ? new ResourceStatus(status.resource(), 1, 1, "has ended, and is not kept", true)
                : new ResourceStatus(status.resource(), 0, status.wanted(), "is not there", false);
    }
}
