package io.kuberelease.plan;

import io.kuberelease.model.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads where the chart is and where it is published. */
final class ChartReader {
    private final SourcePaths paths;

    ChartReader(SourcePaths paths) {
        this.paths = paths;
    }

    /** The chart; absent when something of it is wrong. */
    Optional<ChartSpec> read(SectionReader chart, Version version) {
        Optional<String> path = paths.directoryOr(chart.field("path"), "chart", "Chart.yaml");
        Optional<String> repository = chart.field("repository")
                .as(Validators.matching(
                        "(oci://[A-Za-z0-9.-]+(:\\d+)?(/[a-z0-9._-]+)*|https?://[A-Za-z0-9.-]+(:\\d+)?(/[A-Za-z0-9._-]+)*/?)",
                        "a registry, for example oci://eu.gcr.io/acme/charts, or a ChartMuseum,"
                                + " for example https://charts.acme.example"));
        Optional<LintRule> lint = chart.field("lint")
                .as(Validators.oneOf(List.of("refuse", "warn", "off")))
                .map(word -> LintRule.valueOf(word.toUpperCase(Locale.ROOT)));
        return path.map(directory -> new ChartSpec(directory, version, repository, lint));
    }
}
