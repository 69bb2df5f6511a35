package io.kuberelease.model;

/**
 * A packaged Helm chart.
 *
 * @param name the chart's name
 * @param version the chart's version, which is the release's
 * @param digest of the archive's bytes; the archive itself is found by it in the release's {@code ReleaseFiles}
 */
public record ChartArchive(String name, Version version, Digest digest) {}
