package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Version;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each image of a release goes to its own place in the chart's values, and each has to arrive. */
class SeveralImagesTest {
    private static final HelmFixture helmFixture = new HelmFixture();
    private static final String API = "registry.example/acme/api@sha256:" + "a".repeat(64);
    private static final String WEB = "registry.example/acme/web-front@sha256:" + "b".repeat(64);

    @AfterAll
    static void stop() {
        helmFixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api: {image: x}\nwebFront: {image: w}|{{ .Values.api.image }}|{{ .Values.webFront.image }}",
                "images: {api: x, web-front: w}|{{ .Values.images.api }}|{{ index .Values.images \"web-front\" }}",
                "apiImage: x\nwebFrontImage: w|{{ .Values.apiImage }}|{{ .Values.webFrontImage }}",
                "image: {api: x, webFront: w}|{{ .Values.image.api }}|{{ .Values.image.webFront }}",
                "api: {image: {repository: x, digest: ''}}\nweb_front: {image: {name: w, digest: ''}}"
                        + "|{{ .Values.api.image.repository }}@{{ .Values.api.image.digest }}"
                        + "|{{ .Values.web_front.image.name }}@{{ .Values.web_front.image.digest }}"
            })
    void aPlaceWithTheImagesNameIsFound(String shape) {
        String[] parts = shape.split("\\|", -1);

        assertThat(images(chart(parts[0], parts[1], parts[2]), ImagePlaces.USUAL, ImagePlaces.USUAL))
                .containsExactly(API, WEB);
    }

    @Test
    void anImageGoesToAllOfItsPlaces() {
        PackagedChart chart = chart(
                "server: {repository: x, tag: w}\njobs: [{image: z}]\nfront: w",
                "{{ .Values.server.repository }}:{{ .Values.server.tag }}",
                "{{ (first .Values.jobs).image }}",
                "{{ .Values.front }}");
        ImagePlaces both = new ImagePlaces(List.of(
                new ImageValues("server.repository", Optional.empty(), Optional.of("server.tag")),
                ImageValues.whole("jobs.0.image")));

        assertThat(images(chart, both, ImagePlaces.of(ImageValues.whole("front"))))
                .containsExactly(API.replace("@", ":aaaaaaaaaaaa@"), API, WEB);
    }

    /** With the version in it, each release would roll out each image again. */
    @Test
    void whereTheTagGoesNothingOfAnUnchangedImageChangesWithTheVersion() {
        PackagedChart chart = chart(
                "api: {image: {repository: x, tag: w}}\nwebFront: {image: v}",
                "{{ .Values.api.image.repository }}:{{ .Values.api.image.tag }}",
                "{{ .Values.webFront.image }}");

        assertThat(images(chart, ImagePlaces.USUAL, ImagePlaces.USUAL))
                .containsExactly(API.replace("@", ":aaaaaaaaaaaa@"), WEB);
    }

    @Test
    void aChartWithoutAPlaceOfThatNameIsRefusedWithOneThatWorks() {
        PackagedChart chart =
                chart("api: {image: x}\nfront: {image: w}", "{{ .Values.api.image }}", "{{ .Values.front.image }}");

        assertThat(refused(chart, ImagePlaces.USUAL, ImagePlaces.USUAL)).satisfies(cause -> {
            assertThat(cause.kind()).isEqualTo(CauseKind.BAD_INPUT);
            assertThat(cause.summary())
                    .isEqualTo("the chart's values have no place that is called after image web-front, such as"
                            + " webFront.image, and the release file names none");
            assertThat(cause.suggestion())
                    .contains("say in the release file images: {web-front: {values: {reference: front.image}}}");
        });
    }

    @Test
    void anImageThatNoContainerRunsIsRefusedByItsName() {
        PackagedChart chart = chart("api: {image: x}\nwebFront: {image: w}", "{{ .Values.api.image }}", "nginx:1");

        assertThat(refused(chart, ImagePlaces.USUAL, ImagePlaces.USUAL)).satisfies(cause -> {
            assertThat(cause.kind()).isEqualTo(CauseKind.FOREIGN_IMAGE);
            assertThat(cause.summary())
                    .startsWith("the chart would not run image web-front of this release: no container has it");
        });
    }

    @Test
    void anotherVersionOfEitherIsRefused() {
        PackagedChart chart = chart(
                "api: {image: x}\nwebFront: {image: w}",
                "{{ .Values.api.image }}",
                "{{ .Values.webFront.image }}",
                "registry.example/acme/web-front:latest");

        assertThat(refused(chart, ImagePlaces.USUAL, ImagePlaces.USUAL).summary())
                .startsWith("the chart would run another image than the one that was tested:")
                .contains("web-front:latest");
    }

    @Test
    void twoImagesNeverGoToOnePlace() {
        PackagedChart chart = chart("api: {image: x}", "{{ .Values.api.image }}");

        assertThat(refused(chart, ImagePlaces.USUAL, ImagePlaces.of(ImageValues.whole("api.image")))
                        .summary())
                .isEqualTo(
                        "can't put two images into one of the chart's values: api.image would take both api and web-front");
    }

    private static Cause refused(PackagedChart chart, ImagePlaces api, ImagePlaces web) {
        ReleaseException[] caught = new ReleaseException[1];
        assertThatThrownBy(() -> images(chart, api, web))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> caught[0] = failed);
        return caught[0].reason();
    }

    private static List<String> images(PackagedChart chart, ImagePlaces api, ImagePlaces web) {
        Manifests manifests = new ChartRenderer(helmFixture.workers)
                .render(
                        HelmFixture.request(bundle(chart, api, web), "none", "apps"),
                        chart,
                        "",
                        1,
                        HelmFixture.control("r-1"))
                .manifests();
        return manifests.resources().values().stream()
                .flatMap(pod -> ((List<?>) Yaml.inner(pod, "spec").get("containers")).stream())
                .map(container -> String.valueOf(((Map<?, ?>) container).get("image")))
                .toList();
    }

    private static Bundle bundle(PackagedChart chart, ImagePlaces api, ImagePlaces web) {
        Map<ImageName, PlacedImage> images = new LinkedHashMap<>();
        images.put(new ImageName("api"), new PlacedImage(ImageReference.parse(API), api));
        images.put(new ImageName("web-front"), new PlacedImage(ImageReference.parse(WEB), web));
        Version version = new Version("1.0.0");
        return new Bundle(
                new AppName("tiny"),
                version,
                "c0ffee",
                PerImage.named(images),
                new ChartArchive("tiny", version, helmFixture.files.keep(chart.archive())),
                Map.of(new EnvironmentName("staging"), "{}"));
    }

    private static PackagedChart chart(String values, String... containers) {
        StringBuilder pod =
                new StringBuilder("apiVersion: v1\nkind: Pod\nmetadata: {name: tiny}\nspec:\n  containers:\n");
        for (String image : containers) {
            pod.append("    - {name: c, image: '").append(image).append("'}\n");
        }
        Map<String, byte[]> files = new TreeMap<>();
        files.put("Chart.yaml", bytes("apiVersion: v2\nname: tiny\nversion: 1.0.0"));
        files.put("values.yaml", bytes(values));
        files.put("templates/app.yaml", bytes(pod.toString()));
        return new PackagedChart(files);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
