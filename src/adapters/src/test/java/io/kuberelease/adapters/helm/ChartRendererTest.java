package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ChartRendererTest {
    private static final HelmFixture helmFixture = new HelmFixture();

    @AfterAll
    static void stop() {
        helmFixture.close();
    }

    @Test
    void rendersHooksAsWellInTheOrderInWhichHelmRunsThem() {
        Manifests manifests = render(helmFixture.bundle("1.0.0", "{hook: 'true', postHook: 'true'}"), 1);

        assertThat(manifests.hooks(false))
                .extracting(ResourceIdentity::display)
                .containsExactly("job/tiny-pre", "job/tiny-post");
        assertThat(manifests.hasPostHooks(false)).isTrue();
        assertThat(manifests.lasting())
                .extracting(ResourceIdentity::display)
                .containsExactlyInAnyOrder("deployment/tiny", "configmap/tiny", "configmap/tiny-moment", "secret/tiny");
    }

    @Test
    void tellsTheTemplatesWhetherItIsAnUpgrade() {
        assertThat(data(render(helmFixture.bundle("1.0.0", "{}"), 1), "tiny-moment"))
                .containsEntry("upgrade", "false");
        assertThat(data(render(helmFixture.bundle("1.0.0", "{}"), 2), "tiny-moment"))
                .containsEntry("upgrade", "true");
    }

    @Test
    void rendersAChartWithinTheChartWithItsOwnValuesWhenItIsSwitchedOn() {
        Manifests off = render(helmFixture.bundle("1.0.0", "{side: {color: red}}"), 1);
        Manifests on = render(helmFixture.bundle("1.0.0", "{side: {enabled: true, color: red}}"), 1);

        assertThat(off.lasting()).extracting(ResourceIdentity::name).doesNotContain("tiny-side");
        assertThat(data(on, "tiny-side")).containsEntry("chart", "side").containsEntry("color", "red");
    }

    @Test
    void refusesAChartThatTakesItsImageFromAnotherValue() {
        Bundle bundle = helmFixture.bundle(
                "1.0.0",
                "{image: {repository: registry.example/tiny, digest: 'sha256:" + "b".repeat(64) + "'}}",
                HelmFixture.IMAGE,
                new ImageValues("web.repository", Optional.of("web.digest"), Optional.empty()));

        assertThatThrownBy(() -> render(bundle, 1)).isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
            assertThat(failed.reason().kind()).isEqualTo(CauseKind.FOREIGN_IMAGE);
            assertThat(failed.reason().summary())
                    .contains("deployment/tiny", "sha256:bbb", "expected " + HelmFixture.IMAGE);
            assertThat(failed.reason().suggestion()).hasValueSatisfying(fix -> assertThat(fix)
                    .contains("image: {values: {repository: image.repository, digest: image.digest}}"));
        });
    }

    @Test
    void refusesAChartThatDoesNotRunTheImageAtAll() {
        Bundle bundle = helmFixture.bundle(
                "1.0.0",
                "{}",
                HelmFixture.IMAGE,
                new ImageValues("web.repository", Optional.of("web.digest"), Optional.empty()));

        assertThatThrownBy(() -> render(bundle, 1))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("no container has it");
    }

    @Test
    void saysWhatATemplateComplainsOf() {
        Bundle bundle = helmFixture.bundle("1.0.0", "{replicas: '{{'}");

        assertThatThrownBy(() -> render(bundle, 1)).isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
            assertThat(failed.reason().kind()).isEqualTo(CauseKind.CHART_INVALID);
            assertThat(failed.reason().evidence()).isNotEmpty();
        });
    }

    @Test
    void refusesAChartThatWouldTakeTheMachine() {
        PackagedChart chart = PackagedChart.read(
                helmFixture.files.read(helmFixture.bundle("1.0.0", "{}").chart().digest()));
        Map<String, byte[]> files = new TreeMap<>(chart.files());
        files.put("templates/endless.yaml", "{{ range until 2000000000 }}x{{ end }}".getBytes(StandardCharsets.UTF_8));

        try (HelmWorkers small = new HelmWorkers(
                new HelmWorkerCommand(HelmFixture.command().directory(), 256), InstantSource.system())) {
            assertThatThrownBy(() -> new ChartRenderer(small)
                            .render(
                                    HelmFixture.request(helmFixture.bundle("1.0.0", "{}"), "none", "apps"),
                                    new PackagedChart(files),
                                    "",
                                    1,
                                    HelmFixture.control("r-1")))
                    .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                        assertThat(failed.reason().kind()).isEqualTo(CauseKind.CHART_INVALID);
                        assertThat(failed.reason().summary()).contains("memory");
                        assertThat(failed.reason().suggestion())
                                .hasValueSatisfying(fix -> assertThat(fix).contains("range until"));
                    });
        }
    }

    private static Manifests render(Bundle bundle, int revision) {
        PackagedChart chart =
                PackagedChart.read(helmFixture.files.read(bundle.chart().digest()));
        return new ChartRenderer(helmFixture.workers)
                .render(HelmFixture.request(bundle, "none", "apps"), chart, "", revision, HelmFixture.control("r-1"))
                .manifests();
    }

    private static Map<String, Object> data(Manifests manifests, String configMap) {
        return manifests.resources().entrySet().stream()
                .filter(entry -> entry.getKey().kind().equals("ConfigMap")
                        && entry.getKey().name().equals(configMap))
                .map(entry -> Yaml.inner(entry.getValue(), "data"))
                .findFirst()
                .orElseThrow();
    }
}
