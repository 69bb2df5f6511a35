package io.kuberelease.adapters.kubernetes.tracking;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.kuberelease.adapters.kubernetes.diagnosis.ClaimDiagnosis;
import io.kuberelease.model.ResourceIdentity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The watched objects as they were at one moment. Its objects must not be changed. */
final class Snapshot {
    private final Map<String, HasMetadata> byName;
    private final Map<String, List<Pod>> podsByOwner;
    private final Map<String, List<ReplicaSet>> replicaSetsByOwner;
    private final Map<String, List<Event>> eventsByObject;
    private final List<Event> ofClaims;
    private final Collection<? extends HasMetadata> all;
    private final Set<String> gone;
    private final Map<ResourceIdentity, PolledResources.Seen> polled;

    Snapshot(Collection<? extends HasMetadata> objects) {
        this(objects, Set.of(), Map.of());
    }

    /**
     * Of two objects with the same kind and name the first one counts.
     *
     * @param gone the uids of those objects that were deleted, which are here as last seen
     * @param polled the last read of each resource that is polled and not watched
     */
    Snapshot(
            Collection<? extends HasMetadata> objects,
            Set<String> gone,
            Map<ResourceIdentity, PolledResources.Seen> polled) {
        this.all = objects;
        this.polled = Map.copyOf(polled);
        this.gone = Set.copyOf(gone);
        byName = objects.stream()
                .filter(object -> !(object instanceof Event))
                .collect(toMap(Snapshot::key, object -> object, (first, second) -> first));
        podsByOwner = ownedBy(Pod.class, objects);
        replicaSetsByOwner = ownedBy(ReplicaSet.class, objects);
        eventsByObject = objects.stream()
                .filter(Event.class::isInstance)
                .map(Event.class::cast)
                .collect(groupingBy(Snapshot::objectOf));
        ofClaims = eventsByObject.values().stream()
                .flatMap(List::stream)
                .filter(event -> event.getInvolvedObject() != null
                        && "PersistentVolumeClaim"
                                .equals(event.getInvolvedObject().getKind()))
                .toList();
    }

    Optional<HasMetadata> find(ResourceIdentity resource) {
        return Optional.ofNullable(
                byName.get(key(resource.kind(), resource.namespace().value(), resource.name())));
    }

    /** The last read of a polled resource; absent when it was never read. */
    Optional<PolledResources.Seen> polled(ResourceIdentity resource) {
        return Optional.ofNullable(polled.get(resource));
    }

    /** All objects that were created from a manifest with {@code generateName}, else the one of that name. */
    Stream<HasMetadata> findAll(ResourceIdentity resource) {
        return resource.isNamedByCluster()
                ? all.stream().map(HasMetadata.class::cast).filter(object -> isNamedAfter(resource, object))
                : find(resource).stream();
    }

    /** Whether the object was deleted, and is here as last seen. */
    boolean isGone(HasMetadata object) {
        return gone.contains(object.getMetadata().getUid());
    }

    List<Pod> podsOf(HasMetadata owner) {
        return podsByOwner.getOrDefault(owner.getMetadata().getUid(), List.of());
    }

    List<ReplicaSet> replicaSetsOf(HasMetadata owner) {
        return replicaSetsByOwner.getOrDefault(owner.getMetadata().getUid(), List.of());
    }

    /** The events of a pod and of its volume claims. */
    List<Event> eventsAround(Pod pod) {
        return Stream.concat(
                        eventsOf(pod).stream(), ofClaims.stream().filter(event -> ClaimDiagnosis.isOfClaim(event, pod)))
                .toList();
    }

    List<Event> eventsOf(HasMetadata object) {
        return eventsByObject.getOrDefault(object.getMetadata().getUid(), List.of());
    }

    private static <T extends HasMetadata> Map<String, List<T>> ownedBy(
            Class<T> type, Collection<? extends HasMetadata> objects) {
        return objects.stream().filter(type::isInstance).map(type::cast).collect(groupingBy(Snapshot::controllerOf));
    }

    private static String controllerOf(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .findFirst()
                .orElse("");
    }

    private static String objectOf(Event event) {
        return event.getInvolvedObject() == null
                ? ""
                : Objects.requireNonNullElse(event.getInvolvedObject().getUid(), "");
    }

    private static boolean isNamedAfter(ResourceIdentity resource, HasMetadata object) {
        return resource.kind().equals(object.getKind())
                && resource.namespace().value().equals(object.getMetadata().getNamespace())
                && resource.name().equals(object.getMetadata().getGenerateName());
    }

    private static String key(HasMetadata object) {
        return key(
                object.getKind(),
                Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
                object.getMetadata().getName());
    }

    private static String key(String kind, String namespace, String name) {
        return kind + "/" + namespace + "/" + name;
    }
}
