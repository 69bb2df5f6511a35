package io.kuberelease.testkit;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.model.Target;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.plan.TestSetup;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.Datastores;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.StageControl;
import io.kuberelease.port.TestMarks;
import io.kuberelease.port.TestRunner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The fakes from the source to the bundle. */
final class FakeSource {
    private static final Digest IMAGE = new Digest("sha256:" + "1".repeat(64));
    private static final Digest CHART = new Digest("sha256:" + "2".repeat(64));

    private final FakeWorld world;
    private final MemoryRegistry registry;
    private final Map<ImageReference, Bundle> stored = new ConcurrentHashMap<>();
    private final Map<Marked, TestMark> marks = new ConcurrentHashMap<>();
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    private record Marked(ImageReference image, TestSetup setup) {}

    FakeSource(FakeWorld world) {
        this.world = world;
        this.registry = new MemoryRegistry(world);
    }

    ImageBuilder builder() {
        return (task, control) -> {
            String what = "build" + task.image().name().map(name -> " " + name).orElse("");
            world.mayFail(what);
            world.changed(what);
            return new ImageBuilder.BuiltImage(
                    new ImageReference(task.image().repository(), IMAGE), "fake builder", 6, 7);
        };
    }

    ImageRegistry registry() {
        return registry;
    }

    ChartPackager charts() {
        return new ChartPackager() {
            @Override
            public ChartArchive pack(ChartSpec chart, Use use, StageControl control) {
                world.mayFail("chart");
                return new ChartArchive("polls", chart.version(), CHART);
            }

            @Override
            public void publish(ChartArchive archive, String repository, StageControl control) {
                world.changed("publish chart");
            }
        };
    }

    BundleStore bundles() {
        return new BundleStore() {
            @Override
            public ImageReference write(Contents contents, ImageRepository repository, StageControl control) {
                world.mayFail("bundle");
                ImageReference reference = new ImageReference(repository, digest(contents));
                keep(reference, contents);
                world.changed("bundle");
                return reference;
            }

            @Override
            public Foreseen foresee(Contents contents, ImageRepository repository, StageControl control) {
                return new Foreseen(new ImageReference(repository, digest(contents)), bundle(contents));
            }

            @Override
            public Bundle read(ImageReference bundle, StageControl control) {
                return Optional.ofNullable(stored.get(bundle)).orElseThrow();
            }
        };
    }

    /** The same for the same version, commit and images, as a bundle's is. */
    private static Digest digest(BundleStore.Contents contents) {
        String hex = Integer.toHexString(Objects.hash(
                contents.version(), contents.commit(), contents.images().map(PlacedImage::reference)));
        return new Digest("sha256:" + hex.repeat(64).substring(0, 64));
    }

    /** Puts a bundle into the registry. */
    void keep(ImageReference reference, BundleStore.Contents contents) {
        stored.put(reference, bundle(contents));
    }

    private static Bundle bundle(BundleStore.Contents contents) {
        return new Bundle(
                contents.app(), contents.version(), contents.commit(), contents.images(), contents.chart(), Map.of());
    }

    Datastores datastores() {
        return new Datastores() {
            @Override
            public CompletionStage<RunningDatastores> start(DatastoreRequest request, StageControl control) {
                world.mayFail("datastores");
                String owner = request.app() + "-" + request.release();
                if (running.add(owner)) {
                    world.changed("start datastores");
                }
                return world.held(
                        "datastores",
                        control,
                        new RunningDatastores(
                                request.target(), owner, "uid", "10.0.0.1", List.of("db"), owner, List.of(), Map.of()));
            }

            @Override
            public void remove(ReleaseId release, AppName app, Target target) {
                if (running.remove(app + "-" + release)) {
                    world.changed("remove datastores");
                }
            }
        };
    }

    /** The marks in the registry, beside the images. */
    TestMarks marks() {
        return new TestMarks() {
            @Override
            public Optional<TestMark> find(ImageReference image, TestSetup setup) {
                world.mayFail("find mark");
                return Optional.ofNullable(marks.get(new Marked(image, setup)));
            }

            @Override
            public void keep(ImageReference image, TestSetup setup, TestMark mark) {
                world.mayFail("keep mark");
                if (marks.putIfAbsent(new Marked(image, setup), mark) == null) {
                    world.changed("mark image");
                }
            }
        };
    }

    /** Adds a mark that an earlier release has left beside the image that is built here. */
    void keep(ImageRepository repository, TestSetup setup, TestMark mark) {
        marks.put(new Marked(new ImageReference(repository, IMAGE), setup), mark);
    }

    TestRunner tests() {
        return (request, control) -> {
            world.mayFail(control.stage().value());
            world.changed("run " + control.stage());
            int failed = world.isRed() ? 1 : 0;
            TestSummary summary = new TestSummary(48 - failed, failed, 0, List.of());
            return CompletableFuture.completedFuture(
                    new TestRunner.TestResult(failed, Optional.of(summary), List.of(summary.words())));
        };
    }
}
