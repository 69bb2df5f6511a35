package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Helm keeps the whole chart in the record of each revision, a Secret, which takes 1 MiB: a chart that is larger can't be
 * installed by any Helm.
 */
final class RecordSize {
    private static final int MOST = 1 << 20;
    private static final int SHOWN = 5;
    private static final int KIB = 1024;

    private RecordSize() {}

    /**
     * @param path where the chart lies, as the release file has it
     * @throws ReleaseException.Failed with its largest files
     */
    static void check(String path, PackagedChart chart) {
        int size = size(chart);
        if (size <= MOST) {
            return;
        }
        List<String> largest = own(chart).entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, byte[]> file) -> -file.getValue().length))
                .limit(SHOWN)
                .map(file -> file.getKey() + ": " + file.getValue().length / KIB + " KiB")
                .toList();
        throw new ReleaseException.Failed(Cause.of(
                        CauseKind.CHART_INVALID,
                        "the chart in " + path + " is too large: Helm's record of it would take " + size / KIB
                                + " KiB, and a Secret holds 1024; largest is " + largest.get(0))
                .seen(List.of(new Evidence("the chart's largest files", largest)))
                .suggesting("keep it out of the chart, with a line in its .helmignore, or in an image or a volume"));
    }

    /** As Helm writes it: each file in Base64, all compressed, and that in Base64 again. */
    private static int size(PackagedChart chart) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (Map.Entry<String, byte[]> file : own(chart).entrySet()) {
                gzip.write(("{\"name\":\"" + file.getKey() + "\",\"data\":\"").getBytes(StandardCharsets.UTF_8));
                gzip.write(Base64.getEncoder().encode(file.getValue()));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return (packed.size() + 2) / 3 * 4;
    }

    /** Charts within the chart are not in the record. */
    private static Map<String, byte[]> own(PackagedChart chart) {
        Map<String, byte[]> own = new TreeMap<>(chart.files());
        own.keySet().removeIf(path -> path.startsWith("charts/"));
        return own;
    }
}
