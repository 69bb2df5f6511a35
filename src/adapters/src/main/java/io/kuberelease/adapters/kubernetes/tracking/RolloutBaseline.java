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
 * Separates the state before the release from that after it: which objects existed when tracking began, and how new an
 * object must be to show what was applied. Compares uids and versions, never clocks.
 *
 * @param before the generation of each object that was there when tracking began, by its uid
 * @param applied the version of each resource just after it was applied; absent until then
 */
record RolloutBaseline(Map<String, Long> before, Optional<Map<ResourceIdentity, Long>> applied) {
    /** The version of a resource that did not exist when it was read after the apply. */
    static final long GONE = -1;

    RolloutBaseline {
        before = Map.copyOf(before);
        applied = applied.map(Map::copyOf);
    }

    /** A baseline in which all these objects existed before the release. */
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

    /**
     * Whether to report it: it was created or its spec changed since tracking began, or everything has been applied.
     */
    boolean isTouched(HasMetadata object) {
        return applied.isPresent()
                || number(object.getMetadata().getGeneration())
                        > Objects.requireNonNullElse(before.get(id(object)), -1L);
    }

    /** Whether the resource was missing right after everything had been applied. */
    boolean wasGone(ResourceIdentity resource) {
        return applied.map(versions -> versions.getOrDefault(resource, 0L) == GONE)
                .orElse(false);
    }

    /** Whether this copy is at least as new as the one that was read right after the apply; true before that. */
    boolean isCurrent(ResourceIdentity resource, HasMetadata object) {
        return applied.map(versions -> versions.getOrDefault(resource, 0L) <= version(object))
                .orElse(true);
    }

    /** Whether its symptoms count against this release: it is new, or everything has been applied. */
    boolean mayFail(HasMetadata object) {
        return applied.isPresent() || isNew(object);
    }

    /** The resource version as a number, for comparing; 0 when it is not one. */
    static long version(HasMetadata object) {
        String version = Objects.requireNonNullElse(object.getMetadata().getResourceVersion(), "");
        return version.matches("\\d{1,18}") ? Long.parseLong(version) : 0;
    }

    /** The uid; for an event with its version, so that a repeated event counts as new. */
    private static String id(HasMetadata object) {
        String uid = Objects.requireNonNullElse(object.getMetadata().getUid(), "");
        return object instanceof Event ? uid + "@" + object.getMetadata().getResourceVersion() : uid;
    }
}
