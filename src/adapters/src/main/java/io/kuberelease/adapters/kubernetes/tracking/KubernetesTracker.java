package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.Target;
import io.kuberelease.port.ResourceTracker;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import io.kuberelease.port.StageControl;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Watches rollouts by informers, which all trackings of a cluster share; an informer ends with its last user. */
public final class KubernetesTracker implements ResourceTracker {
    private final Clusters clusters;
    private final TrackerContext trackerContext;
    private final SharedWatches watches = new SharedWatches();

    /**
     * Makes a tracker, which closes none of its arguments.
     *
     * @param timers starts due work on {@code io}; runs nothing that takes long
     * @param io runs short requests and judgements; no thread of it is held while a rollout is waited for
     */
    public KubernetesTracker(
            Clusters clusters,
            GracePeriods gracePeriods,
            ScheduledExecutorService timers,
            Executor io,
            InstantSource clock) {
        this.clusters = clusters;
        this.trackerContext = new TrackerContext(gracePeriods, timers, io, clock);
    }

    @Override
    public List<ResourceStatus> look(Target target, List<ResourceIdentity> resources) {
        return new Look(watches, clusters.client(target), trackerContext.gracePeriods()).at(target, resources);
    }

    /**
     * {@inheritDoc} Blocks until what is there already has been read, which takes one list for each kind.
     *
     * @throws ReleaseException when the namespace can't be read
     */
    @Override
    public Tracking track(TrackRequest request, StageControl control) {
        RolloutTracking tracking =
                new RolloutTracking(request, control, trackerContext, watches, clusters.client(request.target()));
        try {
            tracking.begin();
            return tracking;
        } catch (ReleaseException problem) {
            tracking.close();
            throw problem;
        }
    }

    /** Reads once what is deployed, and judges it as at the end of a rollout. Blocks. */
    private static final class Look {
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
            // A missing Job was most likely removed by its time to live.
            return status.resource().kind().equals("Job")
                    ? new ResourceStatus(status.resource(), 1, 1, "has ended, and is not kept", true)
                    : new ResourceStatus(status.resource(), 0, status.wanted(), "is not there", false);
        }
    }
}
