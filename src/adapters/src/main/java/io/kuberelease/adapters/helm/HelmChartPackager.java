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
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ReleaseFiles;
import io.kuberelease.port.StageControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Packages charts with Helm, and publishes them as {@code helm push} does, or to ChartMuseum. */
public final class HelmChartPackager implements ChartPackager {
    private static final String CONFIG_TYPE = "application/vnd.cncf.helm.config.v1+json";

    private final Path source;
    private final HelmWorkers workers;
    private final ReleaseFiles files;
    private final ImageRegistry registry;
    private final ChartRepositories repositories;
    private final ChartSources sources;

    /**
     * @param source the release file's directory, to which charts' paths are relative
     */
    public HelmChartPackager(
            Path source,
            HelmWorkers workers,
            ReleaseFiles files,
            ImageRegistry registry,
            ChartRepositories repositories) {
        this.source = source;
        this.workers = workers;
        this.files = files;
        this.registry = registry;
        this.repositories = repositories;
        this.sources = new ChartSources(registry, repositories);
    }

    @Override
    public ChartArchive pack(ChartSpec chart, Use use, StageControl control) {
        Path directory = directory(chart);
        PackagedChart packed = PackagedChart.read(packedByHelm(chart, directory, control))
                .describedAs(metadata -> {
                    metadata.put("version", chart.version().value());
                    metadata.put("appVersion", chart.version().value());
                    return metadata;
                });
        RecordSize.check(chart.path(), packed);
        check(chart, packed, use, control);
        return new ChartArchive(packed.name(), chart.version(), files.keep(packed.archive()));
    }

    @Override
    public void publish(ChartArchive archive, String repository, StageControl control) {
        byte[] content = files.read(archive.digest());
        if (!repository.startsWith(ChartSources.SCHEME)) {
            repositories.publish(archive, content, URI.create(repository));
            return;
        }
        ImageRepository place = ChartSources.place(repository, archive.name());
        String tag = ChartSources.tag(archive.version().value());
        Optional<Digest> present = registry.resolve(place, tag);
        if (present.isPresent()) {
            refuseOtherContent(archive, place, tag, present.get());
            return;
        }
        ImageRegistry.Layer config = new ImageRegistry.Layer(
                CONFIG_TYPE, json(PackagedChart.read(content).metadata()), Map.of());
        ImageRegistry.Layer chart = new ImageRegistry.Layer(ChartSources.CONTENT_TYPE, content, Map.of());
        registry.push(
                place, new ImageRegistry.Artifact(CONFIG_TYPE, config, List.of(chart), annotations(archive)), tag);
    }

    /** Looked at here too, since the plan may have been made on a machine that is not trusted with this one's files. */
    private Path directory(ChartSpec chart) {
        Path directory = source.resolve(chart.path()).toAbsolutePath().normalize();
        if (!directory.startsWith(source.toAbsolutePath().normalize())) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.CHART_INVALID, "the chart's path leads out of the source: " + chart.path())
                            .suggesting("set chart.path in the release file to a directory below it"));
        }
        if (!Files.isRegularFile(directory.resolve("Chart.yaml"))) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.CHART_INVALID, "there is no chart in " + chart.path() + ": no Chart.yaml")
                            .suggesting("set chart.path in the release file to the directory that holds Chart.yaml"));
        }
        return directory;
    }

    private byte[] packedByHelm(ChartSpec chart, Path directory, StageControl control) {
        String tried = "could not package the chart in " + chart.path();
        Map<String, byte[]> dependencies = sources.missing(directory);
        try {
            WorkerMessages.Packed packed =
                    workers.use(control, worker -> packed(worker, directory.toString(), inBase64(dependencies)));
            if (packed.failed() || packed.archive() == null) {
                throw ChartLint.refused(tried + ": " + ChartLint.firstError(packed.all()), packed.all());
            }
            return Base64.getDecoder().decode(packed.archive());
        } catch (HelmWorker.Refused no) {
            String said = String.valueOf(no.getMessage());
            throw ChartLint.refused(
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

    /**
     * Packs without lint, which runs later with the environments' values. If that fails, packs again with lint, to
     * report all that is wrong.
     */
    private static WorkerMessages.Packed packed(HelmWorker worker, String directory, Map<String, String> dependencies)
            throws IOException, HelmWorker.Refused {
        try {
            return worker.ask(
                    "pack",
                    new WorkerMessages.Pack(directory, dependencies, true),
                    WorkerMessages.Packed.class,
                    ChartRenderer.LIMITS);
        } catch (HelmWorker.Refused refused) {
            WorkerMessages.Packed checked = worker.ask(
                    "pack",
                    new WorkerMessages.Pack(directory, dependencies, false),
                    WorkerMessages.Packed.class,
                    ChartRenderer.LIMITS);
            if (checked.failed()) {
                return checked;
            }
            throw refused;
        }
    }

    private void check(ChartSpec chart, PackagedChart packed, Use use, StageControl control) {
        try {
            new ChartLint(source, workers).check(chart, packed, use, control);
        } catch (UncheckedIOException gone) {
            if (control.cancellation().requested()) {
                throw new ReleaseException.Aborted("stopped while checking the chart; nothing is left");
            }
            throw new ReleaseException.Errored(
                    Cause.of(
                            CauseKind.UNAVAILABLE,
                            "could not check the chart in " + chart.path() + ": " + gone.getMessage()),
                    Duration.ZERO,
                    gone);
        }
    }

    private static Map<String, String> inBase64(Map<String, byte[]> archives) {
        Map<String, String> texts = new TreeMap<>();
        archives.forEach((name, content) -> texts.put(name, Base64.getEncoder().encodeToString(content)));
        return texts;
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

    /**
     * Checks the size of Helm's record: it holds the whole chart in a Secret, which takes 1 MiB, so no Helm can install
     * a larger chart.
     */
    private static final class RecordSize {
        private static final int MOST = 1 << 20;
        private static final int SHOWN = 5;
        private static final int KIB = 1024;

        private RecordSize() {}

        /**
         * @param path the chart's path in the release file, for messages
         * @throws ReleaseException.Failed with the chart's largest files, if it is too large
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
                    .suggesting(
                            "keep it out of the chart, with a line in its .helmignore, or in an image or a volume"));
        }

        /**
         * The record's size in bytes as Helm writes it: each file in Base64, all compressed, and that in Base64 again.
         */
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

        /** The chart's files without its subcharts, which the record does not hold. */
        private static Map<String, byte[]> own(PackagedChart chart) {
            Map<String, byte[]> own = new TreeMap<>(chart.files());
            own.keySet().removeIf(path -> path.startsWith("charts/"));
            return own;
        }
    }
}
