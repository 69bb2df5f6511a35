package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * The files of a packaged chart. Its archive depends on them alone, so that it is reproducible.
 *
 * @param files the files' contents by their paths within the chart's directory
 */
record PackagedChart(Map<String, byte[]> files) {
    private static final String METADATA = "Chart.yaml";
    private static final int FILE_MODE = 0644;
    private static final int UNKNOWN_OS = 255;

    /** Reads an archive in Helm's form, in which one directory holds all files. */
    static PackagedChart read(byte[] archive) {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                int slash = entry.getName().indexOf('/');
                if (entry.isFile() && slash > 0) {
                    files.put(entry.getName().substring(slash + 1), tar.readAllBytes());
                }
            }
        } catch (IOException damaged) {
            throw new UncheckedIOException("a chart's archive can't be read", damaged);
        }
        return new PackagedChart(files);
    }

    /**
     * A reproducible archive: without times and owners, sorted, and uncompressed, since compressors differ between
     * machines.
     */
    byte[] archive() {
        GzipParameters plain = new GzipParameters();
        plain.setCompressionLevel(Deflater.NO_COMPRESSION);
        plain.setOperatingSystem(UNKNOWN_OS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(bytes, plain);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            // Helm wants Chart.yaml first.
            add(tar, METADATA, files.getOrDefault(METADATA, new byte[0]));
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                if (!file.getKey().equals(METADATA)) {
                    add(tar, file.getKey(), file.getValue());
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return bytes.toByteArray();
    }

    /** The contents of Chart.yaml; a new map at each call. */
    Map<String, Object> metadata() {
        return Yaml.map(text(METADATA));
    }

    String name() {
        return Yaml.text(metadata(), "name");
    }

    /** The chart's default values, with those of its subcharts under their names. */
    ObjectNode defaults() {
        ObjectNode inner = ValuesTree.of(Map.of());
        subcharts().forEach((name, chart) -> inner.set(name, chart.defaults()));
        return ValuesTree.over(inner, ValuesTree.of(Yaml.map(text("values.yaml"))));
    }

    /** The subcharts by the names under which they take values, which are aliases where Chart.yaml sets them. */
    Map<String, PackagedChart> subcharts() {
        return ChartsWithin.of(this);
    }

    /** The texts of the chart's own templates and partials by their paths. */
    Map<String, String> templates() {
        Map<String, String> texts = new TreeMap<>();
        files.forEach((path, content) -> {
            if (path.startsWith("templates/")) {
                texts.put(path, new String(content, StandardCharsets.UTF_8));
            }
        });
        return texts;
    }

    /** A copy with a changed Chart.yaml. */
    PackagedChart describedAs(UnaryOperator<Map<String, Object>> change) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        changed.put(METADATA, Yaml.canonical(change.apply(metadata())).getBytes(StandardCharsets.UTF_8));
        return new PackagedChart(changed);
    }

    /** A digest of the chart's content without its version and appVersion. */
    Digest contentApartFromVersion() {
        PackagedChart unversioned = describedAs(metadata -> {
            metadata.remove("version");
            metadata.remove("appVersion");
            return metadata;
        });
        return Digest.of(unversioned.archive());
    }

    /** The objects in the chart's own crds/, which need not all be definitions. */
    List<Map<String, Object>> crds() {
        return files.entrySet().stream()
                .filter(file -> file.getKey().startsWith("crds/"))
                .flatMap(file -> Yaml.maps(new String(file.getValue(), StandardCharsets.UTF_8)).stream())
                .filter(each -> !Yaml.text(each, "kind").isEmpty())
                .toList();
    }

    private String text(String path) {
        return new String(files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
    }

    private void add(TarArchiveOutputStream tar, String path, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name() + "/" + path);
        entry.setSize(content.length);
        entry.setMode(FILE_MODE);
        entry.setModTime(0);
        entry.setUserId(0);
        entry.setGroupId(0);
        entry.setUserName("");
        entry.setGroupName("");
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** Finds the subcharts of a chart: directories and archives in its {@code charts/}. */
    private static final class ChartsWithin {
        private static final String PLACE = "charts/";

        private ChartsWithin() {}

        /** The subcharts by the names under which they take values; one with several aliases occurs several times. */
        static Map<String, PackagedChart> of(PackagedChart chart) {
            Map<String, PackagedChart> byName = new TreeMap<>();
            for (PackagedChart inner : contained(chart.files())) {
                for (String name : names(chart, inner.name())) {
                    byName.put(name, inner);
                }
            }
            return byName;
        }

        private static List<PackagedChart> contained(Map<String, byte[]> files) {
            Map<String, Map<String, byte[]>> directories = new TreeMap<>();
            List<PackagedChart> found = new ArrayList<>();
            files.forEach((path, content) -> {
                String[] parts = path.split("/", 3);
                if (!path.startsWith(PLACE) || parts[1].startsWith("_") || parts[1].startsWith(".")) {
                    return;
                }
                if (parts.length == 2 && parts[1].endsWith(".tgz")) {
                    found.add(PackagedChart.read(content));
                } else if (parts.length == 3) {
                    directories
                            .computeIfAbsent(parts[1], directory -> new TreeMap<>())
                            .put(parts[2], content);
                }
            });
            directories.values().stream()
                    .map(PackagedChart::new)
                    .filter(directory -> !directory.name().isEmpty())
                    .forEach(found::add);
            return found;
        }

        private static List<String> names(PackagedChart chart, String inner) {
            List<String> names = new ArrayList<>();
            if (chart.metadata().get("dependencies") instanceof List<?> dependencies) {
                for (Object each : dependencies) {
                    Map<String, Object> dependency = each instanceof Map<?, ?> map ? Yaml.sortedMap(map) : Map.of();
                    if (Yaml.text(dependency, "name").equals(inner)) {
                        String alias = Yaml.text(dependency, "alias");
                        names.add(alias.isEmpty() ? inner : alias);
                    }
                }
            }
            return names.isEmpty() ? List.of(inner) : names;
        }
    }
}
