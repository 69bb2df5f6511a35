package io.kuberelease.adapters.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the charts within a chart: directories and archives in its {@code charts/}. */
final class ChartsWithin {
    private static final String PLACE = "charts/";

    private ChartsWithin() {}

    /** By the names under which they take values: a chart that is taken in under several aliases is there several times. */
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
