package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.AppName;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.LintRule;
import io.kuberelease.port.ChartPackager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmChartPackagerTest {
    private static final HelmFixture helmFixture = new HelmFixture();

    @AfterAll
    static void stop() {
        helmFixture.close();
    }

    @Test
    void makesTheSameArchiveEachTimeWhateverTheTimesOfTheFilesAre() throws IOException {
        ChartArchive first = helmFixture.packed("tiny", "1.4.0");
        Files.setLastModifiedTime(HelmFixture.CHARTS.resolve("tiny/values.yaml"), FileTime.from(Instant.now()));
        ChartArchive second = helmFixture.packed("tiny", "1.4.0");

        assertThat(second).isEqualTo(first);
        assertThat(chart(first).metadata()).containsEntry("version", "1.4.0").containsEntry("name", "tiny");
    }

    @Test
    void knowsTheSameContentUnderAnotherVersion() {
        PackagedChart first = chart(helmFixture.packed("tiny", "1.4.0"));
        PackagedChart second = chart(helmFixture.packed("tiny", "1.5.0"));

        assertThat(second.contentApartFromVersion()).isEqualTo(first.contentApartFromVersion());
        assertThat(Digest.of(second.archive())).isNotEqualTo(Digest.of(first.archive()));
    }

    @Test
    void showsAllThatHelmFindsWrong() {
        assertThatThrownBy(() -> helmFixture.packed("broken", "1.0.0"))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.CHART_INVALID);
                    assertThat(String.join(
                                    "\n", failed.reason().evidence().get(0).lines()))
                            .contains("not-a-version")
                            .contains("unable to load chart");
                });
    }

    @Test
    void aSchemaElsewhereThatDoesNotAnswerSaysNothingOfTheChart(@TempDir Path directory) throws IOException {
        chartWithSchema(directory, "{\"properties\":{\"web\":{\"$ref\":\"http://127.0.0.1:9/web.json\"}}}");
        Files.writeString(directory.resolve("staging.yaml"), "web: {replicas: 2}");

        assertThatThrownBy(() -> packed(directory, Optional.empty()))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("refers to http://127.0.0.1:9/web.json, which could not be fetched")
                .hasMessageContaining("connection refused");
    }

    @Test
    void namesTheValueThatTheChartsSchemaRefuses(@TempDir Path directory) throws IOException {
        chartWithSchema(directory, "{\"properties\":{\"web\":{\"properties\":{\"replicas\":{\"type\":\"integer\"}}}}}");
        Files.writeString(directory.resolve("staging.yaml"), "web: {replicas: two}");

        assertThatThrownBy(() -> packed(directory, Optional.empty()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("web.replicas: got string, want integer")
                .hasMessageContaining("with the values of staging");
    }

    @Test
    void takesAChartWhoseSchemaAsksForWhatOnlyEnvironmentsSay(@TempDir Path directory) throws IOException {
        chartWithSchema(directory, "{\"required\": [\"host\"]}");
        Files.writeString(directory.resolve("staging.yaml"), "host: shop.example.com");

        assertThat(packed(directory, Optional.empty()).name()).isEqualTo("app");

        Files.writeString(directory.resolve("staging.yaml"), "");
        assertThatThrownBy(() -> packed(directory, Optional.of(LintRule.REFUSE)))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("missing property 'host'");
        assertThat(packed(directory, Optional.of(LintRule.WARN)).name()).isEqualTo("app");
        assertThat(packed(directory, Optional.of(LintRule.OFF)).name()).isEqualTo("app");
    }

    @Test
    void saysBeforeTheTestsThatAnEnvironmentsValuesCanNotBeRead(@TempDir Path directory) throws IOException {
        chartWithSchema(directory, "{}");
        Files.writeString(directory.resolve("staging.yaml"), "settings:\n\ta: 1\n");

        assertThatThrownBy(() -> packed(directory, Optional.empty()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("staging.yaml")
                .hasMessageContaining("line 2");
    }

    @Test
    void saysWhyATemplateDoesNotTakeTheValuesOfAnEnvironment(@TempDir Path directory) throws IOException {
        chartWithSchema(directory, "{}");
        Path templates = Files.createDirectories(directory.resolve("app/templates"));
        Files.writeString(templates.resolve("all.yaml"), "host: {{ .Values.web.host }}\n");
        Files.writeString(directory.resolve("staging.yaml"), "web: hello\n");

        assertThatThrownBy(() -> packed(directory, Optional.empty()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("can't evaluate field host")
                .hasMessageContaining("with the values of staging");
    }

    /** A plan comes from where the source is, which may be an agent that must not reach the controller's files. */
    @Test
    void takesNoChartFromOutsideOfTheSource(@TempDir Path directory) throws IOException {
        chartWithSchema(directory, "{}");
        Path source = Files.createDirectories(directory.resolve("source"));

        for (String path : List.of(
                "../app",
                "a/../../app",
                directory.resolve("app").toAbsolutePath().toString())) {
            assertThatThrownBy(() -> helmFixture
                            .packager(source, Map.of())
                            .pack(
                                    new ChartSpec(path, new Version("1.0.0"), Optional.empty()),
                                    ChartPackager.Use.UNKNOWN,
                                    HelmFixture.control("r-1")))
                    .isInstanceOf(ReleaseException.Failed.class)
                    .hasMessageContaining("leads out of the source");
        }
    }

    /** What templates are given they can tell. */
    @Test
    void showsChartsNoValuesFromOutsideOfTheSource(@TempDir Path directory) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source"));
        chartWithSchema(source, "{}");
        Path templates = Files.createDirectories(source.resolve("app/templates"));
        Files.writeString(templates.resolve("all.yaml"), "{{ if .Values.key }}{{ include .Values.key . }}{{ end }}");
        Path outside = Files.writeString(directory.resolve("outside.yaml"), "key: hunter2");
        Path link = Files.createSymbolicLink(source.resolve("link.yaml"), outside);

        for (String values : List.of("../outside.yaml", outside.toAbsolutePath().toString(), "link.yaml")) {
            assertThat(packed(source, Optional.empty(), values).name()).isEqualTo("app");
        }
        Files.delete(link);
        Files.copy(outside, link);
        assertThatThrownBy(() -> packed(source, Optional.empty(), "link.yaml")).hasMessageContaining("hunter2");
    }

    @Test
    void namesTheLargestFilesOfAChartThatHelmCanNotKeep(@TempDir Path directory) throws IOException {
        chartWithSchema(directory, "{}");
        Files.writeString(directory.resolve("staging.yaml"), "");
        byte[] noise = new byte[700_000];
        new Random(1).nextBytes(noise);
        Files.write(directory.resolve("app/model.bin"), noise);
        assertThat(packed(directory, Optional.empty()).name()).isEqualTo("app");

        Files.write(directory.resolve("app/second.bin"), noise);
        assertThatThrownBy(() -> packed(directory, Optional.empty()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("a Secret holds 1024")
                .hasMessageContaining("model.bin: 683 KiB");
    }

    private static void chartWithSchema(Path directory, String schema) throws IOException {
        Path chart = Files.createDirectories(directory.resolve("app"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: app\nversion: 0.1.0\n");
        Files.writeString(chart.resolve("values.yaml"), "image: {repository: x, digest: x}\n");
        Files.writeString(chart.resolve("values.schema.json"), schema);
    }

    private static ChartArchive packed(Path directory, Optional<LintRule> lint) {
        return packed(directory, lint, "staging.yaml");
    }

    private static ChartArchive packed(Path directory, Optional<LintRule> lint, String values) {
        EnvironmentSpec staging = new EnvironmentSpec(
                new EnvironmentName("staging"),
                new AppName("app"),
                new Target("staging", Optional.empty(), new Namespace("app")),
                List.of(values),
                true,
                Duration.ofMinutes(1));
        return helmFixture
                .packager(directory, Map.of())
                .pack(
                        new ChartSpec("app", new Version("1.0.0"), Optional.empty(), lint),
                        new ChartPackager.Use(List.of(staging), Optional.empty()),
                        HelmFixture.control("r-1"));
    }

    @Test
    void takesInAChartThatLiesBesideItAndLeavesTheSourceAlone() {
        PackagedChart packed = chart(helmFixture.packed("dependent", "1.0.0"));

        assertThat(packed.files())
                .anySatisfy((path, content) -> assertThat(path).startsWith("charts/shared"));
        assertThat(HelmFixture.CHARTS.resolve("dependent/charts")).doesNotExist();
        assertThat(HelmFixture.CHARTS.resolve("dependent/Chart.lock")).doesNotExist();
    }

    @Test
    void namesTheDirectoryWithoutAChart() {
        assertThatThrownBy(() -> helmFixture.packed("nothing", "1.0.0"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("no chart in nothing");
    }

    @Test
    void publishesAVersionOnceAndRefusesOtherContentUnderIt() {
        ChartArchive archive = helmFixture.packed("tiny", "2.0.0+build");
        ChartArchive other = new ChartArchive(
                "tiny", archive.version(), helmFixture.packed("tiny", "2.0.1").digest());
        HelmChartPackager packager = helmFixture.packager();

        packager.publish(archive, "oci://registry.example/charts", HelmFixture.control("r-1"));
        packager.publish(archive, "oci://registry.example/charts", HelmFixture.control("r-1"));

        assertThat(helmFixture.registry.pushed).isEqualTo(List.of("registry.example/charts/tiny:2.0.0_build"));
        assertThatThrownBy(() -> packager.publish(other, "oci://registry.example/charts", HelmFixture.control("r-1")))
                .isInstanceOfSatisfying(
                        ReleaseException.Failed.class,
                        failed -> assertThat(failed.reason().kind()).isEqualTo(CauseKind.TAG_TAKEN));
    }

    private static PackagedChart chart(ChartArchive archive) {
        return PackagedChart.read(helmFixture.files.read(archive.digest()));
    }
}
