package io.kuberelease.app.compose;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Compose project, translated.
 *
 * @param entry the workload to which visitors come; absent when there is none
 * @param files the chart's files, by their paths in {@code files/}
 * @param secrets the values that stand in the repository, by their keys in the app's Secret
 * @param missing the keys whose values don't
 */
record ComposedApp(
        ComposeTranslation.Built built,
        List<Workload> workloads,
        Optional<String> entry,
        Map<String, String> files,
        Map<String, String> secrets,
        Set<String> missing,
        List<Leftover> leftovers) {}
