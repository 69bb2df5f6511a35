package io.kuberelease.adapters.kubernetes.journal;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The last part of each journal as this process saw it last, so that a sole writer need not read it. Thread-safe. */
final class LastPartCache {
    private final Map<Key, Part> seen = new ConcurrentHashMap<>();

    private record Key(EnvironmentSpec environment, ReleaseId release) {}

    Optional<Part> of(EnvironmentSpec environment, ReleaseId release) {
        return Optional.ofNullable(seen.get(new Key(environment, release)));
    }

    void remember(EnvironmentSpec environment, ReleaseId release, List<Part> parts) {
        Key key = new Key(environment, release);
        if (parts.isEmpty()) {
            seen.remove(key);
        } else {
            seen.put(key, parts.get(parts.size() - 1));
        }
    }
}
