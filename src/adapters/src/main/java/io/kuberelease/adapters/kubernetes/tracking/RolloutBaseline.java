package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Numbers.number;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kuberelease.model.ResourceIdentity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the past ends: what was there before the release began, and how new an object must be to show what was
 * applied. Told by identities and versions of the cluster, never by clocks.
 *
 * @param before the generation of each object that was there when tracking began, by its uid
 * @param applied the version of each resource just after it was applied; absent until then
 */
record RolloutBaseline(Map<String, Long> before, Optional<Map<ResourceIdentity, Long>> applied) {
    /** Stands for the version of what is not there any more when it is looked at. */
    static final long GONE = -1;

    RolloutBaseline {
        before = Map.copyOf(before);
        applied = applied.map(Map::copyOf);
    }

    /** Everything that is there now belongs to the past. */
    static RolloutBaseline now(Collection<? extends HasMetadata> objects) {
        Map<String, Long> before = new HashMap<>();
        objects.forEach(
                object -> before.put(id(object), number(object.getMetadata().getGeneration())));
        return new RolloutBaseline(before, Optional.empty());
    }

    RolloutBaseline applied(Map<ResourceIdentity, Long> versions) {
        return new RolloutBaseline(before, Optional.of(versions));
    }

    boolean isNew(HasMetadata object) {
        return !before.containsKey(id(object));
    }

    /** Whether its readiness is worth telling: it was made or changed since, or everything has been applied. */
    boolean isTouched(HasMetadata object) {
        return applied.isPresent()
                || number(object.getMetadata().getGeneration())
                        > Objects.requireNonNullElse(before.get(id(object)), -1L);
    }

    /** Whether it was not there when all had been applied. */
    boolean wasGone(ResourceIdentity resource) {
        return applied.map(versions -> versions.getOrDefault(resource, 0L) == GONE)
                .orElse(false);
    }

    /** Whether what we hold of it is at least as new as what was read after it was applied. */
    boolean isCurrent(ResourceIdentity resource, HasMetadata object) {
        return applied.map(versions -> versions.getOrDefault(resource, 0L) <= version(object))
                .orElse(true);
    }

    /** Whether what it suffers from speaks against this release. */
    boolean mayFail(HasMetadata object) {
        return applied.isPresent() || isNew(object);
    }

    /** The resource version as the number that it is, so that two can be compared; 0 when it is none. */
    static long version(HasMetadata object) {
        String version = Objects.requireNonNullElse(object.getMetadata().getResourceVersion(), "");
        return version.matches("\\d{1,18}") ? Long.parseLong(version) : 0;
    }

    /** An event that is told once more is a new one. */
    private static String id(HasMetadata object) {
        String uid = Objects.requireNonNullElse(object.getMetadata().getUid(), "");
        return object instanceof Event ? uid + "@" + object.getMetadata().getResourceVersion() : uid;
    }
}
