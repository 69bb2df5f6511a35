package io.kuberelease.adapters.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.BundleStore.Contents;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciBundleStoreTest {
    @TempDir
    Path source;

    @Test
    void givesBackWhatWasPutInAndPutsTheChartIntoTheFiles() {
        BundleFixture bundleFixture = shop();
        ImageReference reference = bundleFixture.write();
        Contents contents = bundleFixture.contents("1.4.0");
        bundleFixture.files.forgetAll();

        Bundle bundle = bundleFixture.read(reference);

        assertThat(bundle)
                .isEqualTo(new Bundle(
                        contents.app(),
                        contents.version(),
                        contents.commit(),
                        contents.images(),
                        contents.chart(),
                        Map.of(
                                new EnvironmentName("staging"), "{\"replicas\":2}",
                                new EnvironmentName("production"), "{\"replicas\":3}")));
        assertThat(bundleFixture.files.read(bundle.chart().digest())).asString().isEqualTo("chart archive");
    }

    @Test
    void severalImagesAndSeveralPlacesAreKeptInATypeOfTheirOwn() {
        PlacedImage api = new PlacedImage(
                BundleFixture.IMAGE,
                new ImagePlaces(List.of(
                        ImageValues.whole("api.image"),
                        new ImageValues("job.image.name", Optional.empty(), Optional.of("job.image.tag")))));
        PlacedImage web = new PlacedImage(
                ImageReference.parse("registry.example/web@sha256:" + "b".repeat(64)), ImagePlaces.USUAL);
        PlacedImage written = new PlacedImage(web.reference(), ImagePlaces.of(ImageValues.USUAL));
        PerImage<PlacedImage> several = PerImage.named(
                Map.of(new ImageName("api"), api, new ImageName("web"), web, new ImageName("usual"), written));

        for (PerImage<PlacedImage> images : List.of(several, PerImage.single(api), PerImage.single(written))) {
            BundleFixture fixture = shop().with(images);
            ImageReference kept = fixture.write();

            assertThat(fixture.read(kept).images()).isEqualTo(images);
            assertThat(fixture.registry.pull(kept).type()).isEqualTo("application/vnd.kube-release.bundle.v2+json");
        }
    }

    @Test
    void theOrderOfImagesInTheReleaseFileChangesNoBundle() {
        Map<ImageName, PlacedImage> first = new LinkedHashMap<>();
        Map<ImageName, PlacedImage> second = new LinkedHashMap<>();
        PlacedImage image = new PlacedImage(BundleFixture.IMAGE, ImagePlaces.USUAL);
        List.of("api", "web").forEach(name -> first.put(new ImageName(name), image));
        List.of("web", "api").forEach(name -> second.put(new ImageName(name), image));

        assertThat(shop().with(PerImage.named(first)).write())
                .isEqualTo(shop().with(PerImage.named(second)).write());
    }

    /** Earlier programs read these: neither type nor a byte of the description may change. */
    @Test
    void oneImageInOnePlaceIsKeptAsItWasBeforeThereCouldBeSeveral() {
        BundleFixture fixture = shop();
        ImageReference written = fixture.write();

        assertThat(fixture.registry.pull(written).type()).isEqualTo("application/vnd.kube-release.bundle.v1+json");
        assertThat(fixture.registry.pull(written).config().content())
                .asString()
                .isEqualTo("{\"app\":\"shop\",\"chart\":{\"digest\":\"" + Digest.of("chart archive") + "\","
                        + "\"name\":\"shop\",\"version\":\"1.4.0\"},\"commit\":\"c0ffee\",\"environments\":{"
                        + "\"production\":\"" + Digest.of("{\"replicas\":3}") + "\",\"staging\":\""
                        + Digest.of("{\"replicas\":2}") + "\"},\"image\":\"" + BundleFixture.IMAGE
                        + "\",\"imageValues\":{\"digest\":\"image.digest\",\"repository\":\"image.repository\"},"
                        + "\"version\":\"1.4.0\"}");
    }

    @Test
    void foreseesWhatItWritesAndWritesWhatItForesaw() {
        BundleFixture bundleFixture = shop();
        OciBundleStore store = bundleFixture.store();
        Contents contents = bundleFixture.contents("1.4.0");

        BundleStore.Foreseen foreseen =
                store.foresee(contents, BundleFixture.REPOSITORY, BundleFixture.control(Cancellation.NEVER));

        assertThat(bundleFixture.registry.tags()).isEmpty();
        bundleFixture.file("deploy/staging.yaml", "replicas: 9");
        assertThat(store.write(contents, BundleFixture.REPOSITORY, BundleFixture.control(Cancellation.NEVER)))
                .isEqualTo(foreseen.reference());
        assertThat(bundleFixture.read(foreseen.reference())).isEqualTo(foreseen.bundle());
    }

    @Test
    void isTheSameByteForByteHoweverTheSameIsWritten(@TempDir Path other) {
        ImageReference first = shop().write();
        ImageReference second = new BundleFixture(other)
                .file("deploy/staging.yaml", "# Smaller.\n\"replicas\":    2\n")
                .file("deploy/production.yaml", "{replicas: 3}")
                .environment("production", "deploy/production.yaml")
                .environment("staging", "deploy/staging.yaml")
                .write();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void describesItselfInOneLineOfSortedJson() {
        BundleFixture bundleFixture = shop();
        Artifact artifact = bundleFixture.registry.pull(bundleFixture.write());

        assertThat(artifact.type()).isEqualTo("application/vnd.kube-release.bundle.v1+json");
        assertThat(new String(artifact.config().content(), StandardCharsets.UTF_8))
                .matches("\\{\"app\":\"shop\",\"chart\":\\{\"digest\":\"sha256:\\w+\",\"name\":\"shop\","
                        + "\"version\":\"1.4.0\"},\"commit\":\"c0ffee\",\"environments\":\\{"
                        + "\"production\":\"sha256:\\w+\",\"staging\":\"sha256:\\w+\"},"
                        + "\"image\":\"registry.example/shop@sha256:a{64}\",\"imageValues\":\\{"
                        + "\"digest\":\"image.digest\",\"repository\":\"image.repository\"},\"version\":\"1.4.0\"}");
    }

    @Test
    void keepsInWhichValuesTheImageGoesInEachShape() {
        BundleFixture bundleFixture = shop();
        for (ImageValues shape : List.of(
                ImageValues.USUAL,
                ImageValues.whole("containers.0.image"),
                new ImageValues(
                        Optional.empty(),
                        Optional.of("image.registry"),
                        Optional.of("image.repository"),
                        Optional.empty(),
                        Optional.of("image.tag")))) {
            assertThat(bundleFixture.read(bundleFixture.imageIn(shape).write()).images())
                    .isEqualTo(bundleFixture.imageIn(shape).contents("1.4.0").images());
        }
    }

    @Test
    void neverMovesTheTagOfOtherContentUnderTheSameVersion() {
        BundleFixture bundleFixture = shop();
        ImageReference first = bundleFixture.write();
        ImageReference second =
                bundleFixture.file("deploy/staging.yaml", "replicas: 1").write();

        assertThat(second).isNotEqualTo(first);
        assertThat(bundleFixture.registry.tags().values()).containsExactlyInAnyOrder(first.digest(), second.digest());
        assertThat(bundleFixture.registry.tags().keySet()).allMatch(tag -> tag.matches(".*:bundle-[0-9a-f]{12}"));
    }

    @Test
    void refusesAChartOtherThanTheOneItNames() {
        refusedAfter(
                artifact -> withLayer(artifact, 0, "another chart"), "chart is not the one that the description names");
    }

    @Test
    void refusesValuesOtherThanThoseItNames() {
        refusedAfter(
                artifact -> withLayer(artifact, 1, "{\"replicas\":9}"),
                "values for environment \"production\" are not those that the description names");
    }

    @Test
    void refusesABundleWithoutTheValuesOfAnEnvironmentItNames() {
        refusedAfter(
                artifact -> new Artifact(
                        artifact.type(), artifact.config(), artifact.layers().subList(0, 2), artifact.annotations()),
                "values of an environment are missing");
    }

    @Test
    void refusesAnArtifactThatIsNoBundle() {
        refusedAfter(
                artifact -> new Artifact("text/plain", artifact.config(), artifact.layers(), artifact.annotations()),
                "its type is not");
        refusedAfter(
                artifact -> new Artifact(
                        artifact.type(),
                        new Layer("application/json", "{\"app\":\"shop\"}".getBytes(StandardCharsets.UTF_8), Map.of()),
                        artifact.layers(),
                        artifact.annotations()),
                "description can't be read");
    }

    @Test
    void pushesNothingOnceItIsToldToStop() {
        BundleFixture bundleFixture = shop();
        Cancellation requested = new Cancellation() {
            @Override
            public boolean requested() {
                return true;
            }

            @Override
            public void whenRequested(Runnable action) {
                action.run();
            }
        };

        assertThatThrownBy(() -> bundleFixture
                        .store()
                        .write(
                                bundleFixture.contents("1.4.0"),
                                BundleFixture.REPOSITORY,
                                BundleFixture.control(requested)))
                .isInstanceOf(ReleaseException.Aborted.class);
        assertThat(bundleFixture.registry.tags()).isEmpty();
    }

    @Test
    void takesTheValuesOfTheExample() {
        BundleFixture bundleFixture = new BundleFixture(Path.of("../../examples/polls"))
                .environment("defaults", "chart/values.yaml")
                .environment("staging", "deploy/staging.yaml")
                .environment("production", "deploy/production.yaml");

        assertThat(bundleFixture.read(bundleFixture.write()).values())
                .containsEntry(new EnvironmentName("staging"), "{\"replicas\":2,\"service\":{\"type\":\"NodePort\"}}");
    }

    private void refusedAfter(UnaryOperator<Artifact> change, String reason) {
        BundleFixture bundleFixture = shop();
        ImageReference reference = bundleFixture.write();
        bundleFixture.registry.tamper(reference, change);

        assertThatThrownBy(() -> bundleFixture.read(reference))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.BAD_INPUT);
                    assertThat(failed.reason().summary())
                            .contains(reference.toString())
                            .contains(reason);
                });
    }

    private static Artifact withLayer(Artifact artifact, int index, String content) {
        List<Layer> layers = new ArrayList<>(artifact.layers());
        Layer old = layers.get(index);
        layers.set(index, new Layer(old.mediaType(), content.getBytes(StandardCharsets.UTF_8), old.annotations()));
        return new Artifact(artifact.type(), artifact.config(), layers, artifact.annotations());
    }

    private BundleFixture shop() {
        return new BundleFixture(source)
                .file("deploy/staging.yaml", "replicas: 2")
                .file("deploy/production.yaml", "replicas: 3")
                .environment("staging", "deploy/staging.yaml")
                .environment("production", "deploy/production.yaml");
    }
}
