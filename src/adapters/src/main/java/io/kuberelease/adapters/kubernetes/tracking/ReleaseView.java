package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** All that is watched for one release, kept up to date by the cluster. */
final class ReleaseView implements AutoCloseable, ResourceEventHandler<HasMetadata> {
    private static final Duration FIRST_LIST = Duration.ofSeconds(20);
    private final Runnable changed;
    private final String where;
    private final List<SharedWatches.Watch> watches = new ArrayList<>();
    /** Hooks and their pods that a delete policy took away, as they were last seen, by uid. */
    private final Map<String, HasMetadata> departed = new ConcurrentHashMap<>();

    /**
     * Begins to watch.
     *
     * @param changed called after each change, on a thread of the client; must not block
     */
    ReleaseView(SharedWatches shared, KubernetesClient client, TrackRequest request, Runnable changed) {
        this.changed = changed;
        this.where = "watch namespace " + request.target().namespace() + " of cluster "
                + request.target().cluster();
        for (String namespace : namespaces(request)) {
            for (TrackedKind kind : kinds(request)) {
                SharedWatches.Key key = new SharedWatches.Key(request.target().cluster(), namespace, kind);
                watches.add(shared.open(key, client, this));
            }
        }
    }

    /**
     * Returns once everything that was there at the beginning is known.
     *
     * @throws ReleaseException when it can't be read
     */
    void awaitFirstList() {
        for (SharedWatches.Watch watch : watches) {
            try {
                watch.started()
                        .toCompletableFuture()
                        .copy()
                        .orTimeout(FIRST_LIST.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
            } catch (CompletionException problem) {
                throw translated(Objects.requireNonNullElse(problem.getCause(), problem));
            }
        }
    }

    /** Everything as it is now, without what controllers said before the release began. */
    List<HasMetadata> objects() {
        Stream<? extends HasMetadata> present = watches.stream().flatMap(watch -> watch.objects().stream());
        return Stream.concat(present, departed.values().stream())
                .map(HasMetadata.class::cast)
                .toList();
    }

    /** The same for judging: an old refusal to create a pod says nothing about this release. */
    Snapshot snapshot(RolloutBaseline rolloutBaseline, PolledResources polled) {
        return new Snapshot(
                objects().stream()
                        .filter(object -> !(object instanceof Event event
                                && "FailedCreate".equals(event.getReason())
                                && !rolloutBaseline.isNew(event)))
                        .toList(),
                departed.keySet(),
                polled.seen());
    }

    @Override
    public void onAdd(HasMetadata added) {
        changed.run();
    }

    @Override
    public void onUpdate(HasMetadata before, HasMetadata after) {
        changed.run();
    }

    @Override
    public void onDelete(HasMetadata last, boolean lastStateUnknown) {
        if (last instanceof Job || (last instanceof Pod pod && isOfJob(pod))) {
            departed.put(last.getMetadata().getUid(), last);
        }
        changed.run();
    }

    @Override
    public void close() {
        watches.forEach(SharedWatches.Watch::close);
    }

    private ReleaseException translated(Throwable problem) {
        if (problem instanceof KubernetesClientException refused) {
            return ClusterErrors.translate(where, refused);
        }
        String why = problem instanceof TimeoutException
                ? "no answer within " + FIRST_LIST.toSeconds() + " s"
                : String.valueOf(problem.getMessage());
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not " + where + ": " + why), Duration.ZERO, problem);
    }

    /** A hook may be a bare pod too; it has no owner. */
    private static boolean isOfJob(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream().allMatch(owner -> "Job".equals(owner.getKind()));
    }

    private static List<String> namespaces(TrackRequest request) {
        Stream<Namespace> ofResources = Stream.concat(request.resources().stream(), request.hooks().stream())
                .filter(resource -> TrackedKind.of(resource).isPresent())
                .map(ResourceIdentity::namespace);
        return Stream.concat(Stream.of(request.target().namespace()), ofResources)
                .map(Namespace::value)
                .distinct()
                .toList();
    }

    private static Set<TrackedKind> kinds(TrackRequest request) {
        Set<TrackedKind> kinds = EnumSet.of(TrackedKind.POD, TrackedKind.EVENT);
        Stream.concat(request.resources().stream(), request.hooks().stream())
                .flatMap(resource -> TrackedKind.of(resource).stream())
                .forEach(kinds::add);
        if (kinds.contains(TrackedKind.DEPLOYMENT)) {
            kinds.add(TrackedKind.REPLICA_SET);
        }
        return kinds;
    }
}
