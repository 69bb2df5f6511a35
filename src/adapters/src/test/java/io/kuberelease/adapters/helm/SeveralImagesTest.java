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
import java.util.stream.Collectors;
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

    /** Helm replaces lists as a whole, so what is put into one must not begin from the chart's list again. */
    @Test
    void placesInOneListKeepEachOther() {
        String jobs = "jobs: [{image: x, name: a}, {image: w}]\nfront: {list: [{repository: x, tag: w}]}";
        String first = "{{ (index .Values.jobs 0).image }}";
        String second = "{{ (index .Values.jobs 1).image }}";
        String front = "{{ (first .Values.front.list).repository }}:{{ (first .Values.front.list).tag }}";
        ImagePlaces parts = ImagePlaces.of(
                new ImageValues("front.list.0.repository", Optional.empty(), Optional.of("front.list.0.tag")));

        assertThat(images(
                        chart(jobs, first, second, front),
                        new ImagePlaces(List.of(ImageValues.whole("jobs.0.image"), ImageValues.whole("jobs.1.image"))),
                        parts))
                .containsExactly(API, API, WEB.replace("@", ":bbbbbbbbbbbb@"));
        assertThat(images(
                        chart(jobs, first, second),
                        ImagePlaces.of(ImageValues.whole("jobs.0.image")),
                        ImagePlaces.of(ImageValues.whole("jobs.1.image"))))
                .containsExactly(API, WEB);
    }

    @Test
    void theUsualPlaceIsTakenWhereItIsWrittenOut() {
        PackagedChart chart = chart(
                "image: {repository: x, digest: w}\napi: {image: other}\nwebFront: {image: w}",
                "{{ .Values.image.repository }}@{{ .Values.image.digest }}",
                "{{ .Values.webFront.image }}");

        assertThat(images(chart, ImagePlaces.of(ImageValues.USUAL), ImagePlaces.USUAL))
                .containsExactly(API, WEB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{reference: typo.image}", "{repository: typo.image, tag: job.tag}"})
    void oneOfSeveralPlacesThatNoContainerReadsIsRefused(String place) {
        PackagedChart chart = chart(
                "api: {image: x}\njob: {name: busybox, tag: w}\nwebFront: {image: w}",
                "{{ .Values.api.image }}",
                "{{ .Values.job.name }}:{{ .Values.job.tag }}",
                "{{ .Values.webFront.image }}");
        ImageValues typo = place.startsWith("{reference")
                ? ImageValues.whole("typo.image")
                : new ImageValues("typo.image", Optional.empty(), Optional.of("job.tag"));

        assertThat(refused(chart, new ImagePlaces(List.of(ImageValues.whole("api.image"), typo)), ImagePlaces.USUAL)
                        .summary())
                .isEqualTo("no container reads image api from " + place
                        + ", one of its places in the chart's values, in any environment");
    }

    @Test
    void aPlaceOfAPartThatIsSwitchedOffHereIsReadInAnotherEnvironment() {
        PackagedChart chart = chart(
                "api: {image: x}\njob: {image: w, enabled: true}\nwebFront: {image: w}",
                "{{ .Values.api.image }}",
                "{{ if .Values.job.enabled }}{{ .Values.job.image }}{{ else }}busybox:1{{ end }}",
                "{{ .Values.webFront.image }}");
        ImagePlaces both = new ImagePlaces(List.of(ImageValues.whole("api.image"), ImageValues.whole("job.image")));
        String off = "{\"job\": {\"enabled\": false}}";

        assertThat(images(chart, both, ImagePlaces.USUAL, Map.of("staging", off, "production", "{}")))
                .containsExactly(API, "busybox:1", WEB);
        assertThatThrownBy(() -> images(chart, both, ImagePlaces.USUAL, Map.of("staging", off, "production", off)))
                .hasMessageContaining("no container reads image api from {reference: job.image}");
    }

    @Test
    void severalPlacesWithTheImagesNameAreRefusedUntilTheFileSaysWhich() {
        PackagedChart chart = chart(
                "api: {image: x}\nimages: {api: w}\nwebFront: {image: w}",
                "{{ .Values.images.api }}",
                "{{ .Values.api.image }}",
                "{{ .Values.webFront.image }}");

        assertThat(refused(chart, ImagePlaces.USUAL, ImagePlaces.USUAL)).satisfies(cause -> {
            assertThat(cause.summary())
                    .isEqualTo(
                            "the chart's values have several places that are called after image api, and the release"
                                    + " file does not say which of them take it: {reference: api.image}, {reference: images.api}");
            assertThat(cause.suggestion())
                    .contains("say in the release file images: {api: {values: [{reference: api.image},"
                            + " {reference: images.api}]}}, without those that it does not go to");
        });
    }

    @Test
    void oneRegistryIsThatOfAllImagesThatAreThere() {
        String values = "global: {imageRegistry: x}\napi: {name: x, tag: w}\nfront: {name: x, tag: w}";
        String api = "{{ .Values.global.imageRegistry }}/{{ .Values.api.name }}:{{ .Values.api.tag }}";
        String front = api.replace("api", "front");
        PackagedChart chart = chart(values, api, front);

        assertThat(images(chart, inRegistry("api"), inRegistry("front")))
                .containsExactly(API.replace("@", ":aaaaaaaaaaaa@"), WEB.replace("@", ":bbbbbbbbbbbb@"));
        assertThat(refused(chart, inRegistry("api"), ImagePlaces.of(ImageValues.whole("global.imageRegistry")))
                        .summary())
                .startsWith("can't put two images into one of the chart's values: global.imageRegistry");
    }

    private static ImagePlaces inRegistry(String part) {
        return ImagePlaces.of(new ImageValues(
                Optional.empty(),
                Optional.of("global.imageRegistry"),
                Optional.of(part + ".name"),
                Optional.empty(),
                Optional.of(part + ".tag")));
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
        return images(chart, api, web, Map.of("staging", "{}"));
    }

    private static List<String> images(
            PackagedChart chart, ImagePlaces api, ImagePlaces web, Map<String, String> environments) {
        Manifests manifests = new ChartRenderer(helmFixture.workers)
                .render(
                        HelmFixture.request(bundle(chart, api, web, environments), "none", "apps"),
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

    private static Bundle bundle(
            PackagedChart chart, ImagePlaces api, ImagePlaces web, Map<String, String> environments) {
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
                environments.entrySet().stream()
                        .collect(Collectors.toMap(each -> new EnvironmentName(each.getKey()), Map.Entry::getValue)));
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
