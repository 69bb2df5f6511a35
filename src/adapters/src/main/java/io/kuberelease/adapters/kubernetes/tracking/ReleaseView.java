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

/** The watched objects of one release, kept up to date by shared informers. */
final class ReleaseView implements AutoCloseable, ResourceEventHandler<HasMetadata> {
    private static final Duration FIRST_LIST = Duration.ofSeconds(20);
    private final Runnable changed;
    private final String where;
    private final List<SharedWatches.Watch> watches = new ArrayList<>();
    /** Deleted Jobs and their pods (and pods without an owner) as last seen, by uid: a delete policy removes hooks. */
    private final Map<String, HasMetadata> departed = new ConcurrentHashMap<>();

    /**
     * Starts to watch; does not wait for the first list.
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
     * Blocks until every informer has read its first list, each for 20 s at most.
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

    /** All watched objects as of the last event, and the departed ones as they were last seen. */
    List<HasMetadata> objects() {
        Stream<? extends HasMetadata> present = watches.stream().flatMap(watch -> watch.objects().stream());
        return Stream.concat(present, departed.values().stream())
                .map(HasMetadata.class::cast)
                .toList();
    }

    /** The objects for judging, without FailedCreate events from before the release began. */
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

    /** Also true for a pod without owners, since a hook may be a bare pod. */
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
