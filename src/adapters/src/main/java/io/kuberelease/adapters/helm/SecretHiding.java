package io.kuberelease.adapters.helm;

import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Replaces the values in a Secret's manifests by marks that show which of them change. */
final class SecretHiding {
    private static final String SAME = "••••";
    private static final String OLD = "•••• (before)";
    private static final String NEW = "•••• (after)";

    private SecretHiding() {}

    /** Two manifests that are safe to show. */
    record Hidden(Map<String, Object> before, Map<String, Object> after) {}

    /** Hides the values of a Secret; manifests of other kinds are returned as they are. */
    static Hidden hide(ResourceIdentity resource, Map<String, Object> before, Map<String, Object> after) {
        if (!resource.kind().equals("Secret")) {
            return new Hidden(before, after);
        }
        Map<String, byte[]> old = values(before);
        Map<String, byte[]> wanted = values(after);
        Map<String, String> oldMarks = new TreeMap<>();
        Map<String, String> newMarks = new TreeMap<>();
        old.forEach((key, value) ->
                oldMarks.put(key, wanted.containsKey(key) && !Arrays.equals(value, wanted.get(key)) ? OLD : SAME));
        wanted.forEach((key, value) ->
                newMarks.put(key, old.containsKey(key) && !Arrays.equals(value, old.get(key)) ? NEW : SAME));
        return new Hidden(marked(before, oldMarks), marked(after, newMarks));
    }

    /** The values of all Secrets among the manifests, with the names and namespaces of all resources. */
    static FoundSecrets found(Manifests... all) {
        List<Secret> secrets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Manifests manifests : all) {
            manifests.resources().forEach((resource, manifest) -> {
                names.add(resource.name());
                names.add(resource.namespace().value());
                if (resource.kind().equals("Secret")) {
                    values(manifest)
                            .values()
                            .forEach(value -> secrets.add(new Secret(new String(value, StandardCharsets.UTF_8))));
                }
            });
        }
        return new FoundSecrets(secrets, names);
    }

    private static Map<String, byte[]> values(Map<String, Object> manifest) {
        Map<String, byte[]> values = new TreeMap<>();
        Yaml.inner(manifest, "data").forEach((key, value) -> values.put(key, decoded(String.valueOf(value))));
        Yaml.inner(manifest, "stringData")
                .forEach((key, value) -> values.put(key, String.valueOf(value).getBytes(StandardCharsets.UTF_8)));
        return values;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            // The API server will refuse it, but it must be hidden all the same.
            return base64.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Object> marked(Map<String, Object> manifest, Map<String, String> marks) {
        Map<String, Object> shown = new TreeMap<>(manifest);
        shown.remove("stringData");
        if (shown.containsKey("metadata")) {
            shown.put("metadata", withoutCopies(Yaml.inner(manifest, "metadata")));
        }
        if (marks.isEmpty()) {
            shown.remove("data");
        } else {
            shown.put("data", marks);
        }
        return shown;
    }

    /** Removes kubectl's annotation that holds the whole manifest with its values. */
    private static Map<String, Object> withoutCopies(Map<String, Object> metadata) {
        if (metadata.containsKey("annotations")) {
            Map<String, Object> annotations = Yaml.inner(metadata, "annotations");
            annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
            metadata.put("annotations", annotations);
        }
        return metadata;
    }
}
