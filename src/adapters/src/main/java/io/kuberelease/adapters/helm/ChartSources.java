package io.kuberelease.adapters.helm;

import io.kuberelease.adapters.http.ShownAddress;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.ImageRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Fetches the dependencies of a chart from OCI registries and chart repositories. Methods block. */
final class ChartSources {
    static final String SCHEME = "oci://";
    static final String CONTENT_TYPE = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    private final ImageRegistry registry;
    private final ChartRepositories repositories;

    ChartSources(ImageRegistry registry, ChartRepositories repositories) {
        this.registry = registry;
        this.repositories = repositories;
    }

    /** The archives of dependencies that the chart's {@code charts/} lacks, by their names there. */
    Map<String, byte[]> missing(Path chart) {
        Map<String, byte[]> archives = new TreeMap<>();
        for (ChartDependency dependency : ChartDependency.of(chart)) {
            if (!dependency.isIn(chart)) {
                archives.put(dependency.file(), fetch(dependency));
            }
        }
        return archives;
    }

    private byte[] fetch(ChartDependency dependency) {
        return dependency.repository().startsWith(SCHEME) ? fromRegistry(dependency) : repositories.fetch(dependency);
    }

    private byte[] fromRegistry(ChartDependency dependency) {
        ImageRepository place = place(dependency.repository(), dependency.name());
        Digest digest = registry.resolve(place, tag(dependency.version()))
                .orElseThrow(() -> missing(dependency, place + " has no such tag"));
        return registry.pull(new ImageReference(place, digest)).layers().stream()
                .filter(layer -> layer.mediaType().equals(CONTENT_TYPE))
                .findFirst()
                .orElseThrow(() -> missing(dependency, "what is there is no chart"))
                .content();
    }

    /** The OCI repository of a chart: Helm appends the chart's name to the address. */
    static ImageRepository place(String repository, String name) {
        String base = repository.substring(SCHEME.length());
        try {
            return new ImageRepository((base.endsWith("/") ? base : base + "/") + name);
        } catch (IllegalArgumentException notOne) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "chart " + name + " can't be in " + ShownAddress.of(repository)
                                    + ": that is no registry-host/path in lower case")
                    .suggesting("mend the address; a user belongs into helm registry login"));
        }
    }

    /** The tag for a version: a tag can't hold a plus sign, for which Helm too writes an underscore. */
    static String tag(String version) {
        return version.replace('+', '_');
    }

    static ReleaseException missing(ChartDependency dependency, String why) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.CHART_INVALID, "could not take in chart " + dependency + ": " + why)
                        .suggesting("check name, version and repository of the dependency in Chart.yaml"));
    }
}
