package io.kuberelease.plan;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Secrets of an environment's namespace that its release owns, as the release file says where their values come
 * from.
 *
 * @param sources by the Secret's name and the key in it
 * @param asTheyAre whether those that are there count as they are: nothing is read, written or removed
 */
public record EnvironmentSecrets(Map<String, Map<String, SecretSource>> sources, boolean asTheyAre) {
    /** None. */
    public static final EnvironmentSecrets NONE = new EnvironmentSecrets(Map.of());

    /** Whatever an earlier deployment has written. */
    public static final EnvironmentSecrets AS_THEY_ARE = new EnvironmentSecrets(Map.of(), true);

    public EnvironmentSecrets {
        Map<String, Map<String, SecretSource>> sorted = new TreeMap<>();
        sources.forEach((name, keys) -> sorted.put(name, Collections.unmodifiableMap(new TreeMap<>(keys))));
        sources = Collections.unmodifiableMap(sorted);
    }

    /** Those that a release file names. */
    public EnvironmentSecrets(Map<String, Map<String, SecretSource>> sources) {
        this(sources, false);
    }
}
