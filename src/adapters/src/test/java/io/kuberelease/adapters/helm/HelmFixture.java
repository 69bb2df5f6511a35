package io.kuberelease.adapters.helm;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.Progress;
import io.kuberelease.port.ReleaseFiles;
import io.kuberelease.port.StageControl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the tests of this package have in common: a real worker, charts, and requests that show what matters. */
final class HelmFixture implements AutoCloseable {
    static final Path CHARTS = Path.of("src/test/resources/charts");
    static final String IMAGE = "registry.example/tiny@sha256:" + "a".repeat(64);

    final HelmWorkers workers = new HelmWorkers(command(), InstantSource.system());
    final MemoryFiles files = new MemoryFiles();
    final MemoryRegistry registry = new MemoryRegistry();

    /** The worker as the build leaves it. */
    static HelmWorkerCommand command() {
        return HelmWorkerCommand.in(Path.of("target/helm-worker").toAbsolutePath());
    }

    HelmChartPackager packager() {
        return packager(CHARTS, Map.of());
    }

    HelmChartPackager packager(Path source, Map<String, String> environment) {
        KnownRepositories known = new KnownRepositories(
                environment, Path.of("target/nobody"), repository -> Optional.empty(), host -> host.startsWith("127."));
        return new HelmChartPackager(source, workers, files, registry, ChartRepositories.of(known));
    }

    ChartArchive packed(String chart, String version) {
        return packager()
                .pack(
                        new ChartSpec(chart, new Version(version), Optional.empty()),
                        ChartPackager.Use.UNKNOWN,
                        control("r-1"));
    }

    /** The tiny chart as a bundle for staging. */
    Bundle bundle(String version, String values, String image, ImageValues imageValues) {
        return new Bundle(
                new AppName("tiny"),
                new Version(version),
                "c0ffee",
                PlacedImage.single(ImageReference.parse(image), imageValues),
                packed("tiny", version),
                Map.of(new EnvironmentName("staging"), ValuesTree.text(ValuesTree.of(Yaml.map(values)))));
    }

    /** A chart that a test has made, as a bundle for staging. */
    Bundle bundle(PackagedChart chart, String image) {
        Version version = new Version("1.0.0");
        return new Bundle(
                new AppName("tiny"),
                version,
                "c0ffee",
                PlacedImage.single(ImageReference.parse(image), ImageValues.USUAL),
                new ChartArchive("tiny", version, files.keep(chart.archive())),
                Map.of(new EnvironmentName("staging"), "{}"));
    }

    Bundle bundle(String version, String values) {
        return bundle(version, values, IMAGE, ImageValues.USUAL);
    }

    static DeployRequest request(Bundle bundle, String cluster, String namespace) {
        EnvironmentSpec environment = new EnvironmentSpec(
                new EnvironmentName("staging"),
                bundle.app(),
                new Target(cluster, Optional.empty(), new Namespace(namespace)),
                List.of(),
                true,
                Duration.ofMinutes(1));
        return new DeployRequest(environment, bundle, bundle.images().first().reference());
    }

    static StageControl control(String release) {
        return control(release, false, Cancellation.NEVER);
    }

    static StageControl control(String release, boolean adopting, Cancellation cancellation) {
        return new StageControl(
                new ReleaseId(release),
                new StageId("staging"),
                Instant.now().plusSeconds(60),
                adopting,
                cancellation,
                Progress.SILENT);
    }

    @Override
    public void close() {
        workers.close();
    }

    /** Files in memory. */
    static final class MemoryFiles implements ReleaseFiles {
        private final Map<Digest, byte[]> kept = new HashMap<>();

        @Override
        public Digest keep(byte[] content) {
            Digest digest = Digest.of(content);
            kept.put(digest, content);
            return digest;
        }

        @Override
        public byte[] read(Digest digest) {
            return Objects.requireNonNull(kept.get(digest));
        }
    }

    /** A registry of artifacts in memory. */
    static final class MemoryRegistry implements ImageRegistry {
        final Map<String, Artifact> artifacts = new HashMap<>();
        final List<String> pushed = new ArrayList<>();

        @Override
        public Optional<Digest> resolve(ImageRepository repository, String tag) {
            return artifacts.containsKey(repository + ":" + tag)
                    ? Optional.of(Digest.of(repository + ":" + tag))
                    : Optional.empty();
        }

        @Override
        public void tag(ImageReference image, String tag) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ImageConfig config(ImageReference image) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Digest digest(Artifact artifact) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ImageReference push(ImageRepository repository, Artifact artifact, String tag) {
            artifacts.put(repository + ":" + tag, artifact);
            pushed.add(repository + ":" + tag);
            return new ImageReference(repository, Digest.of(repository + ":" + tag));
        }

        @Override
        public ImageReference copy(ImageReference image, ImageRepository to, String tag, StageControl control) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Artifact pull(ImageReference artifact) {
            return artifacts.entrySet().stream()
                    .filter(entry -> Digest.of(entry.getKey()).equals(artifact.digest()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
