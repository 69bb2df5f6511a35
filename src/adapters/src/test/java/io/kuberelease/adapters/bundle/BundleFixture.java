package io.kuberelease.adapters.bundle;

import io.kuberelease.adapters.helm.HelmValues;
import io.kuberelease.adapters.helm.HelmWorkerCommand;
import io.kuberelease.adapters.helm.HelmWorkers;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.BundleStore.Contents;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.ReleaseFiles;
import io.kuberelease.port.StageControl;
import io.kuberelease.testkit.MemoryRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** An app with a chart and values files in a directory, and where its bundles go. */
final class BundleFixture {
    static final ImageRepository REPOSITORY = new ImageRepository("registry.example/shop");
    static final ImageReference IMAGE = ImageReference.parse("registry.example/shop@sha256:" + "a".repeat(64));

    /** The real one, as the build leaves it: what Helm makes of a file nobody else can say. */
    private static final HelmValues VALUES = new HelmValues(new HelmWorkers(
            HelmWorkerCommand.in(Path.of("target/helm-worker").toAbsolutePath()), InstantSource.system()));

    final MemoryRegistry registry = new MemoryRegistry();
    final MemoryFiles files = new MemoryFiles();
    private final Path source;
    private final List<EnvironmentSpec> environments = new ArrayList<>();
    private PerImage<PlacedImage> images = PlacedImage.single(
            IMAGE, new ImageValues("image.repository", Optional.of("image.digest"), Optional.empty()));

    BundleFixture(Path source) {
        this.source = source;
    }

    BundleFixture file(String name, String content) {
        try {
            Files.createDirectories(source.resolve(name).getParent());
            Files.writeString(source.resolve(name), content);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    BundleFixture environment(String name, String... values) {
        environments.add(new EnvironmentSpec(
                new EnvironmentName(name),
                new AppName("shop"),
                new Target("staging", Optional.empty(), new Namespace("shop")),
                List.of(values),
                true,
                Duration.ofMinutes(1)));
        return this;
    }

    BundleFixture imageIn(ImageValues values) {
        return with(PlacedImage.single(IMAGE, values));
    }

    BundleFixture with(PerImage<PlacedImage> others) {
        images = others;
        return this;
    }

    OciBundleStore store() {
        return new OciBundleStore(registry, files, source, VALUES);
    }

    ImageReference write() {
        return store().write(contents("1.4.0"), REPOSITORY, control(Cancellation.NEVER));
    }

    Bundle read(ImageReference bundle) {
        return store().read(bundle, control(Cancellation.NEVER));
    }

    /** The values as the bundle has them for staging, of a single file. */
    String canonical(String... values) {
        String[] names = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            names[i] = "deploy/" + i + ".yaml";
            file(names[i], values[i]);
        }
        environments.clear();
        environment("staging", names);
        return Objects.requireNonNull(read(write()).values().get(new EnvironmentName("staging")));
    }

    Contents contents(String version) {
        ChartArchive chart = new ChartArchive(
                "shop", new Version(version), files.keep("chart archive".getBytes(StandardCharsets.UTF_8)));
        return new Contents(new AppName("shop"), new Version(version), "c0ffee", images, chart, environments);
    }

    static StageControl control(Cancellation cancellation) {
        return new StageControl(
                new ReleaseId("r-1"),
                new StageId("bundle"),
                Instant.now().plusSeconds(60),
                false,
                cancellation,
                Progress.SILENT);
    }

    /** Files in memory. */
    static final class MemoryFiles implements ReleaseFiles {
        private final Map<Digest, byte[]> kept = new HashMap<>();

        @Override
        public Digest keep(byte[] content) {
            kept.put(Digest.of(content), content);
            return Digest.of(content);
        }

        @Override
        public byte[] read(Digest digest) {
            return Objects.requireNonNull(kept.get(digest));
        }

        void forgetAll() {
            kept.clear();
        }
    }
}
