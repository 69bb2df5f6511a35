package io.kuberelease.app.compose;

import io.kuberelease.model.PerImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Compose project, translated.
 *
 * @param entry the workload to which visitors come; absent when there is none
 * @param files the chart's files, by their paths in {@code files/}
 * @param secrets the values that stand in the repository, by their keys in the app's Secret
 * @param missing the keys whose values don't
 */
record ComposedApp(
        PerImage<ComposedChart.Image> images,
        List<Workload> workloads,
        Optional<Workload> entry,
        Map<String, String> files,
        Map<String, String> secrets,
        Set<String> missing) {

    /** Whether there is a Secret that it needs. */
    boolean hasSecret() {
        return !secrets.isEmpty() || !missing.isEmpty();
    }

    /** The keys of that Secret. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>(secrets.keySet());
        keys.addAll(missing);
        return keys;
    }

    /** The directories in {@code files/}. */
    List<String> directories() {
        return files.keySet().stream()
                .map(path -> path.substring(0, path.indexOf('/')))
                .distinct()
                .sorted()
                .toList();
    }
}
