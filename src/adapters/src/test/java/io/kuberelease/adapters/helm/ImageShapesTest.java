package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Deployer.DeployRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Charts take their image in many shapes: each is found in the chart's own values, or set as the release file says. */
class ImageShapesTest {
    private static final HelmFixture helmFixture = new HelmFixture();
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String REPOSITORY = "registry.example:5000/acme/tiny";
    private static final List<String> NAMES = List.of("staging", "production");
    private static final String BY_DIGEST = REPOSITORY + "@" + DIGEST;
    private static final String BY_TAG = REPOSITORY + ":1.0.0@" + DIGEST;

    @AfterAll
    static void stop() {
        helmFixture.close();
    }

    /** A chart's values, what its container says, and the image that must arrive. */
    private record Shape(String values, String image, String arrives) {}

    private static List<Shape> shapes() {
        return List.of(
                new Shape(
                        "image: {repository: x, digest: ''}",
                        "{{ .Values.image.repository }}@{{ .Values.image.digest }}",
                        BY_DIGEST),
                new Shape(
                        "image: {repository: x, tag: latest}",
                        "{{ .Values.image.repository }}:{{ .Values.image.tag }}",
                        BY_TAG),
                new Shape("image: {name: x, tag: latest}", "{{ .Values.image.name }}:{{ .Values.image.tag }}", BY_TAG),
                new Shape("image: registry.example.com/app:latest", "{{ .Values.image }}", BY_DIGEST),
                new Shape(
                        "image: {registry: docker.io, repository: acme/app, tag: latest}",
                        "{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}",
                        BY_TAG),
                new Shape(
                        "image: {registry: docker.io, repository: acme/app, tag: latest, digest: ''}",
                        "{{ with .Values.image }}{{ .registry }}/{{ .repository }}{{ if .digest }}@{{ .digest }}{{ end }}{{ end }}",
                        BY_DIGEST),
                new Shape(
                        "image: {registry: unused, repository: x, digest: ''}",
                        "{{ .Values.image.repository }}@{{ .Values.image.digest }}",
                        BY_DIGEST),
                new Shape(
                        "containers: [{name: a, image: 'x:1'}, {name: b}]",
                        "{{ (first .Values.containers).image }}",
                        BY_DIGEST),
                new Shape(
                        "web: {image: {repository: x, tag: y}}",
                        "{{ .Values.web.image.repository }}:{{ .Values.web.image.tag }}",
                        BY_TAG),
                new Shape(
                        "imageRepository: x\nimageTag: y",
                        "{{ .Values.imageRepository }}:{{ .Values.imageTag }}",
                        BY_TAG));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aChartsOwnShapeIsFound(Shape shape) {
        assertThat(images(bundle(chart(shape.values(), shape.image()), "{}", ImageValues.USUAL)))
                .containsExactly(shape.arrives());
    }

    @Test
    void whatTheReleaseFileSaysIsSetThere() {
        PackagedChart twoLists = chart("parts: [{image: 'x:1'}, {image: 'y:1'}]", "{{ (last .Values.parts).image }}");

        assertThat(images(bundle(twoLists, "{}", ImageValues.whole("parts.1.image"))))
                .containsExactly(BY_DIGEST);
    }

    @Test
    void theOtherEntriesOfAListStayAsTheChartOrTheEnvironmentHasThem() {
        PackagedChart chart = chart(
                "containers: [{name: a, image: 'x:1'}, {name: b, image: 'y:1', count: 3}]",
                "{{ (first .Values.containers).image }}",
                "{{ (last .Values.containers).image }}");
        ImageValues first = ImageValues.whole("containers.0.image");

        assertThat(images(bundle(chart, "{}", first))).containsExactly(BY_DIGEST, "y:1");
        assertThat(images(bundle(chart, "{containers: [{name: a}, {image: 'z:1'}]}", first)))
                .containsExactly(BY_DIGEST, "z:1");
    }

    @Test
    void theImageOfAPartIsNeverTakenForTheAppsOwn() {
        PackagedChart chart =
                chart("exporter: {image: 'x:1'}", "{{ .Values.image.repository }}:{{ .Values.image.tag }}");

        assertThat(images(bundle(chart, "{}", ImageValues.USUAL))).containsExactly(BY_TAG);
    }

    @Test
    void aChartWithinTheChartTakesTheImageWhereTheReleaseFileSaysSo() {
        PackagedChart inner = chart(
                "image: {registry: r, repository: x, digest: ''}",
                "{{ .Values.image.registry }}/{{ .Values.image.repository }}@{{ .Values.image.digest }}");
        Map<String, byte[]> files =
                new TreeMap<>(Map.of("Chart.yaml", bytes("apiVersion: v2\nname: umbrella\nversion: 1.0.0")));
        inner.files().forEach((path, content) -> files.put("charts/tiny/" + path, content));

        assertThat(images(bundle(
                        new PackagedChart(files),
                        "{}",
                        new ImageValues(
                                Optional.empty(),
                                Optional.of("tiny.image.registry"),
                                Optional.of("tiny.image.repository"),
                                Optional.of("tiny.image.digest"),
                                Optional.of("tiny.image.tag")))))
                .containsExactly(BY_DIGEST);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRefusalNamesThePlacesThatThisChartHas(Refused refused) {
        Bundle bundle = bundle(refused.chart(), "{}", refused.values());

        assertThatThrownBy(() -> images(bundle)).isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
            Cause cause = failed.reason();
            assertThat(cause.kind()).isEqualTo(refused.kind());
            assertThat(cause.summary()).contains(refused.why());
            List<String> told = new ArrayList<>(List.of(cause.suggestion().orElse("")));
            cause.evidence().stream().map(Evidence::lines).forEach(told::addAll);
            assertThat(String.join("\n", told)).contains(refused.told());
        });
    }

    private record Refused(PackagedChart chart, ImageValues values, CauseKind kind, String why, List<String> told) {}

    private static List<Refused> refused() {
        return List.of(
                new Refused(
                        chart("web: {image: 'x:1'}\nworker: {image: 'y:1'}", "{{ .Values.web.image }}"),
                        ImageValues.USUAL,
                        CauseKind.FOREIGN_IMAGE,
                        "no container has it",
                        List.of("image: {values: {reference: web.image}}", "{reference: worker.image}   now: y:1")),
                new Refused(
                        chart("message: hello", "nginx:1.2"),
                        ImageValues.USUAL,
                        CauseKind.FOREIGN_IMAGE,
                        "no container has it",
                        List.of("let templates/app.yaml:8 say image:", "nginx:1.2")),
                new Refused(
                        chart("image: 'x:1'", "{{ .Values.image }}"),
                        new ImageValues("image.repository", Optional.empty(), Optional.of("image.tag")),
                        CauseKind.BAD_INPUT,
                        "image.repository is not there: image is one value in the chart's values",
                        List.of("image: {values: {reference: image}}")),
                new Refused(
                        chart("containers: [{image: 'x:1'}]", "{{ (first .Values.containers).image }}"),
                        ImageValues.whole("containers.1.image"),
                        CauseKind.BAD_INPUT,
                        "containers has one entry",
                        List.of("{reference: containers.0.image}")),
                new Refused(
                        chart("image: {repository: x, tag: y}", "{{ .Values.image.repository }}"),
                        ImageValues.whole("image"),
                        CauseKind.BAD_INPUT,
                        "image is a mapping in the chart's values",
                        List.of("{repository: image.repository, tag: image.tag}")));
    }

    /** A chart that refuses what is usual, its environments' values, and the change of its templates that is advised. */
    private record Circle(String name, String values, List<String> containers, List<String> environments) {}

    private static List<Circle> circles() {
        return List.of(
                new Circle(
                        "two parts run the app",
                        "web: {image: {repository: '" + REPOSITORY + "', digest: a}}\nworker: {image: {repository: '"
                                + REPOSITORY + "', digest: 'sha256:" + "b".repeat(64) + "'}}",
                        List.of(
                                "{{ .Values.web.image.repository }}@{{ .Values.web.image.digest }}",
                                "{{ .Values.worker.image.repository }}@{{ .Values.worker.image.digest }}"),
                        List.of("{}")),
                new Circle(
                        "one registry for all images",
                        "global: {imageRegistry: old.example}\nimage: {registry: docker.io, repository: x, digest: a}",
                        List.of("{{ .Values.global.imageRegistry | default .Values.image.registry }}/"
                                + "{{ .Values.image.repository }}@{{ .Values.image.digest }}"),
                        List.of("{}")),
                new Circle(
                        "a key with a dot",
                        "parts: {acme.example: {image: {repository: x, digest: a}}}",
                        List.of(
                                "{{ with index .Values.parts `acme.example` }}{{ .image.repository }}@{{ .image.digest }}{{ end }}"),
                        List.of("{}")),
                new Circle(
                        "flat keys below a key with a dot",
                        "acme.example: {imageRepository: x, imageTag: a}",
                        List.of(
                                "{{ with index .Values `acme.example` }}{{ .imageRepository }}:{{ .imageTag }}{{ end }}"),
                        List.of("{}")),
                new Circle(
                        "a list that an environment shortens",
                        "containers: [{name: side, image: 'y:1'}, {name: app, image: 'x:1'}]",
                        List.of("{{ (last .Values.containers).image }}"),
                        List.of("{}", "{containers: [{name: app, image: 'z:1'}]}")));
    }

    /** The release file, and where it is said the templates, are changed as the advice has it until the chart is accepted. */
    @ParameterizedTest
    @MethodSource("circles")
    void whoFollowsTheAdviceArrives(Circle circle) {
        PackagedChart chart = chart(circle.values(), circle.containers().toArray(String[]::new));
        String advice = refusal(bundle(chart, circle.environments(), ImageValues.USUAL));

        assertThat(advice).contains("say in the release file image: {values: ");
        ImageValues said = said(advice);
        if (advice.contains("{{ .Values.global.appImage }}")) {
            chart = chart(
                    circle.values(),
                    circle.containers().stream()
                            .map(each -> "{{ .Values.global.appImage }}")
                            .toArray(String[]::new));
        }
        for (int environment = 0; environment < circle.environments().size(); environment++) {
            assertThat(images(bundle(chart, circle.environments(), said), environment))
                    .as(advice)
                    .isNotEmpty()
                    .allMatch(image -> image.startsWith(REPOSITORY) && image.endsWith("@" + DIGEST));
        }
    }

    private static String refusal(Bundle bundle) {
        for (int environment = 0; environment < bundle.values().size(); environment++) {
            try {
                images(bundle, environment);
            } catch (ReleaseException.Failed refused) {
                return refused.reason().suggestion().orElse("");
            }
        }
        throw new AssertionError("it was accepted");
    }

    private static ImageValues said(String advice) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : advice.replaceFirst("(?s).*\\{values: \\{", "")
                .replaceFirst("}}.*", "")
                .split(", ", -1)) {
            parts.put(part.replaceFirst(":.*", ""), part.replaceFirst(".*: ", ""));
        }
        return new ImageValues(
                Optional.ofNullable(parts.get("reference")),
                Optional.ofNullable(parts.get("registry")),
                Optional.ofNullable(parts.get("repository")),
                Optional.ofNullable(parts.get("digest")),
                Optional.ofNullable(parts.get("tag")));
    }

    @Test
    void aShortNameOfDockerHubIsTheSameRepository() {
        Bundle bundle = bundle(
                chart("image: {repository: x, digest: ''}", "acme/tiny@{{ .Values.image.digest }}"),
                "{}",
                ImageValues.USUAL,
                "docker.io/acme/tiny@" + DIGEST);
        Bundle foreign = bundle(
                chart("image: {repository: x, digest: ''}", "index.docker.io/acme/tiny:{{ .Values.image.tag }}"),
                "{}",
                new ImageValues("image.repository", Optional.of("image.digest"), Optional.empty()),
                "docker.io/acme/tiny@" + DIGEST);

        assertThat(images(bundle)).containsExactly("acme/tiny@" + DIGEST);
        assertThatThrownBy(() -> images(foreign)).hasMessageContaining("another image than the one that was tested");
    }

    /** The images of the containers in the order of their names, as rendered. */
    private static List<String> images(Bundle bundle) {
        return images(bundle, 0);
    }

    private static List<String> images(Bundle bundle, int environment) {
        PackagedChart chart =
                PackagedChart.read(helmFixture.files.read(bundle.chart().digest()));
        Manifests manifests = new ChartRenderer(helmFixture.workers)
                .render(request(bundle, NAMES.get(environment)), chart, "", 1, HelmFixture.control("r-1"))
                .manifests();
        List<String> images = new ArrayList<>();
        manifests.resources().values().forEach(manifest -> {
            Object containers = Yaml.inner(manifest, "spec").get("containers");
            if (containers instanceof List<?> list) {
                list.forEach(each -> images.add(String.valueOf(((Map<?, ?>) each).get("image"))));
            }
        });
        return images;
    }

    private static DeployRequest request(Bundle bundle, String environment) {
        EnvironmentSpec spec = new EnvironmentSpec(
                new EnvironmentName(environment),
                bundle.app(),
                new Target("none", Optional.empty(), new Namespace("apps")),
                List.of(),
                true,
                Duration.ofMinutes(1));
        return new DeployRequest(spec, bundle, bundle.images().first().reference());
    }

    private static PackagedChart chart(String values, String... images) {
        StringBuilder pod =
                new StringBuilder("# a pod\napiVersion: v1\nkind: Pod\nmetadata: {name: tiny}\nspec:\n  containers:\n");
        for (String image : images) {
            pod.append("    - name: c\n      image: \"")
                    .append(image.replace("\"", "\\\""))
                    .append("\"\n");
        }
        return new PackagedChart(Map.of(
                "Chart.yaml", bytes("apiVersion: v2\nname: tiny\nversion: 1.0.0"),
                "values.yaml", bytes(values),
                "templates/app.yaml", bytes(pod.toString())));
    }

    private static Bundle bundle(PackagedChart chart, String values, ImageValues imageValues) {
        return bundle(chart, values, imageValues, BY_DIGEST);
    }

    private static Bundle bundle(PackagedChart chart, List<String> environments, ImageValues imageValues) {
        Bundle first = bundle(chart, environments.get(0), imageValues);
        Map<EnvironmentName, String> values = new HashMap<>();
        for (int environment = 0; environment < environments.size(); environment++) {
            values.put(
                    new EnvironmentName(NAMES.get(environment)),
                    ValuesTree.text(ValuesTree.of(Yaml.map(environments.get(environment)))));
        }
        return new Bundle(first.app(), first.version(), first.commit(), first.images(), first.chart(), values);
    }

    private static Bundle bundle(PackagedChart chart, String values, ImageValues imageValues, String image) {
        return new Bundle(
                new AppName("tiny"),
                new Version("1.0.0"),
                "c0ffee",
                PlacedImage.single(ImageReference.parse(image), imageValues),
                new ChartArchive("tiny", new Version("1.0.0"), helmFixture.files.keep(chart.archive())),
                Map.of(new EnvironmentName("staging"), ValuesTree.text(ValuesTree.of(Yaml.map(values)))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
