package io.kuberelease.adapters.helm;

import io.kuberelease.model.Namespace;
import io.kuberelease.model.ResourceIdentity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Secrets that a release owns in a namespace, as they are there and as they are to be. What is kept or shown of a value
 * is a hash made with a key that is in the namespace alone: a password that somebody could guess can't be tried against
 * it.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by what is in them, with unchanged()
record WantedSecrets(
        byte[] key,
        SortedMap<String, SortedMap<String, byte[]>> there,
        SortedMap<String, SortedMap<String, byte[]>> wanted) {
    private static final String ALGORITHM = "HmacSHA256";

    static WantedSecrets of(
            byte[] key, Map<String, Map<String, byte[]>> there, Map<String, Map<String, byte[]>> wanted) {
        return new WantedSecrets(key, sorted(there), sorted(wanted));
    }

    private static SortedMap<String, SortedMap<String, byte[]>> sorted(Map<String, Map<String, byte[]>> secrets) {
        SortedMap<String, SortedMap<String, byte[]>> sorted = new TreeMap<>();
        secrets.forEach((name, data) -> sorted.put(name, new TreeMap<>(data)));
        return sorted;
    }

    /** Whether nothing has to be written or removed. */
    boolean unchanged() {
        return there.keySet().equals(wanted.keySet())
                && wanted.keySet().stream().allMatch(this::isThere);
    }

    /** Whether the Secret holds what it is to hold, and nothing else. */
    boolean isThere(String name) {
        SortedMap<String, byte[]> data = there.getOrDefault(name, new TreeMap<>());
        SortedMap<String, byte[]> next = wanted.getOrDefault(name, new TreeMap<>());
        return there.containsKey(name)
                && data.keySet().equals(next.keySet())
                && data.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), next.get(entry.getKey())));
    }

    /** Those that are not wanted any more. */
    SortedSet<String> leaving() {
        SortedSet<String> leaving = new TreeSet<>(there.keySet());
        leaving.removeAll(wanted.keySet());
        return leaving;
    }

    /** A keyed hash of each wanted value, by Secret and key. */
    Map<String, Map<String, String>> hashes() {
        Map<String, Map<String, String>> hashes = new TreeMap<>();
        wanted.forEach((name, data) -> {
            Map<String, String> each = new TreeMap<>();
            data.forEach((entry, value) -> each.put(entry, hash(name, entry, value)));
            hashes.put(name, each);
        });
        return hashes;
    }

    /** Identifies all of it, for what an approval is bound to; empty when there are none. */
    String identity() {
        return unchanged() && wanted.isEmpty() ? "" : hashes() + " without " + leaving();
    }

    private String hash(String name, String entry, byte[] value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            // Neither name may hold a line end, so that no two of them are the same.
            mac.update((name + "\n" + entry + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(value));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    /** Those that are there as manifests, for a diff. */
    Manifests before(Namespace namespace) {
        return manifests(there, namespace);
    }

    /** Those that are wanted as manifests, for a diff. */
    Manifests after(Namespace namespace) {
        return manifests(wanted, namespace);
    }

    private static Manifests manifests(SortedMap<String, SortedMap<String, byte[]>> secrets, Namespace namespace) {
        Map<ResourceIdentity, Map<String, Object>> manifests =
                new TreeMap<>(java.util.Comparator.comparing(ResourceIdentity::name));
        secrets.forEach((name, data) -> {
            Map<String, Object> values = new TreeMap<>();
            data.forEach((entry, value) -> values.put(entry, Base64.getEncoder().encodeToString(value)));
            manifests.put(
                    new ResourceIdentity("v1", "Secret", namespace, name),
                    new TreeMap<>(Map.of("kind", "Secret", "data", values)));
        });
        return new Manifests(manifests);
    }
}
