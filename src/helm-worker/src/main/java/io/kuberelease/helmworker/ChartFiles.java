package io.kuberelease.helmworker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The files of a packaged chart.
 *
 * @param files path within the chart's directory → content
 */
record ChartFiles(Map<String, byte[]> files) {
    private static final String SUBCHARTS = "charts/";

    /** Reads a chart's archive, whose files all lie in one directory. */
    static ChartFiles read(byte[] archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                int slash = entry.getName().indexOf('/');
                if (entry.isFile() && slash > 0) {
                    files.put(entry.getName().substring(slash + 1), tar.readAllBytes());
                }
            }
        }
        return new ChartFiles(files);
    }

    /** Writes the files into a directory, never beside it. */
    void writeTo(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = directory.resolve(file.getKey()).normalize();
            if (!target.startsWith(directory)) {
                throw new IOException("the chart holds a file that leads out of it: " + file.getKey());
            }
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.write(target, file.getValue());
        }
    }

    /** The chart's name, as its Chart.yaml has it. */
    String name() {
        return String.valueOf(metadata().get("name"));
    }

    /** The templates that Helm renders: neither notes nor partials, and nothing of a library. */
    List<String> templates() {
        if ("library".equals(metadata().get("type"))) {
            return List.of();
        }
        return files.keySet().stream()
                .filter(path -> path.startsWith("templates/"))
                .filter(path -> !path.endsWith("NOTES.txt"))
                .filter(path -> !path.substring(path.lastIndexOf('/') + 1).startsWith("_"))
                .toList();
    }

    /** The charts within this one by the names under which Helm renders them. */
    Map<String, ChartFiles> subcharts() throws IOException {
        Map<String, ChartFiles> byName = new LinkedHashMap<>();
        for (ChartFiles subchart : contained()) {
            for (String name : aliases(subchart.name())) {
                byName.put(name, subchart);
            }
        }
        return byName;
    }

    private List<ChartFiles> contained() throws IOException {
        List<ChartFiles> contained = new ArrayList<>();
        Map<String, Map<String, byte[]>> unpacked = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String path = file.getKey();
            if (!path.startsWith(SUBCHARTS)) {
                continue;
            }
            String rest = path.substring(SUBCHARTS.length());
            int slash = rest.indexOf('/');
            if (slash < 0 && rest.endsWith(".tgz")) {
                contained.add(read(file.getValue()));
            } else if (slash > 0) {
                unpacked.computeIfAbsent(rest.substring(0, slash), directory -> new TreeMap<>())
                        .put(rest.substring(slash + 1), file.getValue());
            }
        }
        unpacked.values().stream()
                .filter(each -> each.containsKey("Chart.yaml"))
                .forEach(each -> contained.add(new ChartFiles(each)));
        return contained;
    }

    private Collection<String> aliases(String subchart) {
        List<String> names = new ArrayList<>();
        if (metadata().get("dependencies") instanceof List<?> dependencies) {
            for (Object each : dependencies) {
                if (each instanceof Map<?, ?> dependency && subchart.equals(dependency.get("name"))) {
                    Object alias = dependency.get("alias");
                    names.add(alias instanceof String text && !text.isEmpty() ? text : subchart);
                }
            }
        }
        return names.isEmpty() ? List.of(subchart) : names;
    }

    private Map<?, ?> metadata() {
        byte[] content = files.getOrDefault("Chart.yaml", new byte[0]);
        Object parsed =
                new Load(LoadSettings.builder().build()).loadFromString(new String(content, StandardCharsets.UTF_8));
        return parsed instanceof Map<?, ?> map ? map : Map.of();
    }
}
