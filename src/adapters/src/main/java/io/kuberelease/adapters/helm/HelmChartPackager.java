package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Version;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ReleaseFiles;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packages charts with Helm, and publishes them to OCI registries as {@code helm push} does. */
public final class HelmChartPackager implements ChartPackager {
    private static final String SCHEME = "oci://";
    private static final String CONFIG_TYPE = "application/vnd.cncf.helm.config.v1+json";
    private static final String CONTENT_TYPE = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    private final Path source;
    private final HelmWorkers workers;
    private final ReleaseFiles files;
    private final ImageRegistry registry;

    /**
     * @param source where the release file lies: charts are found from there
     */
    public HelmChartPackager(Path source, HelmWorkers workers, ReleaseFiles files, ImageRegistry registry) {
        this.source = source;
        this.workers = workers;
        this.files = files;
        this.registry = registry;
    }

    @Override
    public ChartArchive pack(ChartSpec chart, StageControl control) {
        Path directory = directory(chart);
        PackagedChart packed = PackagedChart.read(packedByHelm(chart, directory, control))
                .describedAs(metadata -> {
                    metadata.put("version", chart.version().value());
                    metadata.put("appVersion", chart.version().value());
                    return metadata;
                });
        return new ChartArchive(packed.name(), chart.version(), files.keep(packed.archive()));
    }

    @Override
    public void publish(ChartArchive archive, String repository, StageControl control) {
        ImageRepository place = placeOf(archive, repository);
        String tag = tagOf(archive.version());
        byte[] content = files.read(archive.digest());
        Optional<Digest> present = registry.resolve(place, tag);
        if (present.isPresent()) {
            refuseOtherContent(archive, place, tag, present.get());
            return;
        }
        ImageRegistry.Layer config = new ImageRegistry.Layer(
                CONFIG_TYPE, json(PackagedChart.read(content).metadata()), Map.of());
        ImageRegistry.Layer chart = new ImageRegistry.Layer(CONTENT_TYPE, content, Map.of());
        registry.push(
                place, new ImageRegistry.Artifact(CONFIG_TYPE, config, List.of(chart), annotations(archive)), tag);
    }

    private Path directory(ChartSpec chart) {
        Path directory = source.resolve(chart.path()).toAbsolutePath().normalize();
        if (!Files.isRegularFile(directory.resolve("Chart.yaml"))) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.CHART_INVALID, "there is no chart in " + chart.path() + ": no Chart.yaml")
                            .suggesting("set chart.path in the release file to the directory that holds Chart.yaml"));
        }
        return directory;
    }

    private byte[] packedByHelm(ChartSpec chart, Path directory, StageControl control) {
        String tried = "could not package the chart in " + chart.path();
        try {
            WorkerMessages.Packed packed = workers.use(
                    control,
                    worker -> worker.ask(
                            "pack", new WorkerMessages.Pack(directory.toString()), WorkerMessages.Packed.class));
            if (packed.failed() || packed.archive() == null) {
                throw refused(tried + ": Helm's lint finds it wrong", packed.all());
            }
            packed.all().forEach(finding -> control.progress().log("helm", finding));
            return Base64.getDecoder().decode(packed.archive());
        } catch (HelmWorker.Refused no) {
            String said = String.valueOf(no.getMessage());
            throw refused(
                    tried + ": " + said.lines().findFirst().orElse(""),
                    said.lines().toList());
        } catch (IOException gone) {
            if (control.cancellation().requested()) {
                throw new ReleaseException.Aborted("stopped while packaging the chart; nothing is left");
            }
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, tried + ": " + gone.getMessage()), Duration.ZERO, gone);
        }
    }

    private void refuseOtherContent(ChartArchive archive, ImageRepository place, String tag, Digest present) {
        boolean same = registry.pull(new ImageReference(place, present)).layers().stream()
                .anyMatch(layer -> Digest.of(layer.content()).equals(archive.digest()));
        if (!same) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.TAG_TAKEN,
                            "could not publish chart " + archive.name() + " " + archive.version() + " to " + place
                                    + ": tag " + tag + " already names another chart")
                    .suggesting("release with a new version; a published chart never changes"));
        }
    }

    private static ReleaseException refused(String summary, List<String> findings) {
        return new ReleaseException.Failed(Cause.of(CauseKind.CHART_INVALID, summary)
                .seen(List.of(new Evidence("Helm's findings", findings)))
                .suggesting("mend what Helm names; helm lint shows the same"));
    }

    private static ImageRepository placeOf(ChartArchive archive, String repository) {
        if (!repository.startsWith(SCHEME)) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "chart.repository \"" + repository + "\" is not an OCI repository")
                            .suggesting("write it as oci://host/path"));
        }
        String base = repository.substring(SCHEME.length());
        return new ImageRepository((base.endsWith("/") ? base : base + "/") + archive.name());
    }

    /** Tags know no plus sign; Helm writes an underscore in its place, and so finds the chart again. */
    private static String tagOf(Version version) {
        return version.value().replace('+', '_');
    }

    private static Map<String, String> annotations(ChartArchive archive) {
        return Map.of(
                "org.opencontainers.image.title", archive.name(),
                "org.opencontainers.image.version", archive.version().value());
    }

    private static byte[] json(Map<String, Object> metadata) {
        try {
            return new ObjectMapper()
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsString(metadata)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what came from YAML has a JSON form", impossible);
        }
    }
}
