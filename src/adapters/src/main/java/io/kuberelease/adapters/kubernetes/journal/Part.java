package io.kuberelease.adapters.kubernetes.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.kuberelease.adapters.kubernetes.support.Labels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A ConfigMap that holds lines of a journal, compressed. A journal has one, or several when it is long.
 *
 * @param object the ConfigMap as it is in the cluster, or as it is to be written
 * @param lines its lines, uncompressed
 */
record Part(ConfigMap object, List<String> lines) {
    /** In bytes, compressed. Fullness depends on the content alone, so that two writers always agree on it. */
    private static final int FULL = 512 * 1024;
    /** In bytes: the API server's limit for a ConfigMap. */
    private static final int MOST = 1024 * 1024;

    private static final String DATA = "journal.jsonl.gz";
    private static final String FIRST = "kube-release.io/first-entry";
    private static final String ENTRIES = "kube-release.io/entries";

    Part {
        lines = List.copyOf(lines);
    }

    static Part of(ConfigMap object) {
        String packed = Objects.requireNonNullElse(object.getBinaryData(), Map.<String, String>of())
                .getOrDefault(DATA, "");
        return new Part(object, packed.isEmpty() ? List.of() : unpack(packed));
    }

    /** A copy with these lines appended. */
    Part with(List<String> more) {
        List<String> longer =
                java.util.stream.Stream.concat(lines.stream(), more.stream()).toList();
        ConfigMap changed = new ConfigMapBuilder(object)
                .editMetadata()
                .addToAnnotations(Labels.asBeforeToo(Map.of(ENTRIES, String.valueOf(first() + longer.size()))))
                .endMetadata()
                .withBinaryData(Map.of(DATA, pack(longer)))
                .build();
        return new Part(changed, longer);
    }

    /** The number of its first entry. */
    int first() {
        return Integer.parseInt(annotation(object, FIRST));
    }

    /** The number of the entry that comes after its last one. */
    int next() {
        return first() + lines.size();
    }

    boolean isFull() {
        return bytes() >= FULL;
    }

    boolean fits() {
        return bytes() < MOST;
    }

    private int bytes() {
        return object.getBinaryData().getOrDefault(DATA, "").length() / 4 * 3;
    }

    /** The number of entries up to the part's end, read from its annotation. */
    static long entriesUpTo(ConfigMap part) {
        return Long.parseLong(annotation(part, ENTRIES));
    }

    static Map<String, String> annotations(int first) {
        return Labels.asBeforeToo(Map.of(FIRST, String.valueOf(first), ENTRIES, String.valueOf(first)));
    }

    private static String annotation(ConfigMap part, String name) {
        return Labels.find(Objects.requireNonNullElse(part.getMetadata().getAnnotations(), Map.of()), name)
                .orElse("0");
    }

    private static List<String> unpack(String packed) {
        try (GZIPInputStream plain =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
            return new String(plain.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException damaged) {
            throw new UncheckedIOException("not compressed text", damaged);
        }
    }

    private static String pack(List<String> lines) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (String line : lines) {
                gzip.write((line + "\n").getBytes(UTF_8));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }
}
