package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Version;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.testkit.charts.StrictChartMuseum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a chart depends on is taken in from where it is, in the version that its lock says. */
class ChartDependenciesTest {
    private static final HelmFixture helmFixture = new HelmFixture();

    @TempDir
    Path directory;

    private StrictChartMuseum museum;

    @BeforeEach
    void publishCharts() throws IOException {
        museum = StrictChartMuseum.at("", "ann", "pa55word");
        Files.writeString(
                directory.resolve("repositories.yaml"),
                "repositories:\n- {name: acme, url: " + museum.address() + ", username: ann, password: pa55word}\n");
        chart("web", "", "type: application");
        chart("common", "", "type: library");
        for (String version : new String[] {"1.2.0", "1.3.0"}) {
            publish("web", version, museum.address());
            publish("common", version, museum.address());
        }
    }

    @AfterEach
    void close() {
        museum.close();
    }

    @AfterAll
    static void stop() {
        helmFixture.close();
    }

    @Test
    void theLockSaysWhichVersionIsTakenOverHttp() throws IOException {
        chart("app", dependency("web", "^1.0.0", museum.address()), "");
        lock("app", dependency("web", "1.2.0", museum.address()));

        assertThat(within(packed("app"), "web")).isEqualTo("1.2.0");
        assertThat(directory.resolve("app/charts"))
                .as("the source stays as it is")
                .doesNotExist();
    }

    @Test
    void whatLiesInTheSourceAndIsNotOfTheLocksVersionIsReplaced() throws IOException {
        chart("app", dependency("web", "^1.0.0", museum.address()), "");
        lock("app", dependency("web", "1.3.0", museum.address()));
        Path charts = Files.createDirectory(directory.resolve("app/charts"));
        Files.write(charts.resolve("web-1.2.0.tgz"), archive("web", "1.2.0"));

        assertThat(within(packed("app"), "web")).isEqualTo("1.3.0");
    }

    @Test
    void whatLiesInTheSourceInTheRightVersionIsNotFetched() throws IOException {
        chart("app", dependency("web", "1.2.0", "https://charts.invalid"), "");
        Path charts = Files.createDirectory(directory.resolve("app/charts"));
        Files.write(charts.resolve("web-1.2.0.tgz"), archive("web", "1.2.0"));

        assertThat(within(packed("app"), "web")).isEqualTo("1.2.0");
    }

    @Test
    void aLibraryFromHelmsOwnNameForARepositoryIsTakenInBesideALocalChart() throws IOException {
        chart("app", dependency("common", "1.2.0", "@acme") + dependency("web", "0.1.0", "file://../web"), "");

        PackagedChart packed = packed("app");
        assertThat(within(packed, "common")).isEqualTo("1.2.0");
        assertThat(within(packed, "web")).isEqualTo("0.1.0");
    }

    @Test
    void anOciRegistryIsAskedWithWhatItIsGivenForImages() throws IOException {
        publish("web", "2.0.0+b1", "oci://registry.example/charts");
        chart("app", dependency("web", "2.0.0+b1", "oci://registry.example/charts"), "");

        assertThat(within(packed("app"), "web")).isEqualTo("2.0.0+b1");
    }

    @Test
    void aPrivateRepositoryIsShownWhatHelmKnows() throws IOException {
        museum.closeToStrangers();
        chart("app", dependency("web", "1.2.0", museum.address()), "");

        assertThat(within(packed("app"), "web")).isEqualTo("1.2.0");
    }

    @Test
    void aLockOfOtherDependenciesIsRefused() throws IOException {
        chart("app", dependency("web", "^1.0.0", museum.address()), "");
        lock("app", dependency("common", "1.2.0", museum.address()));

        assertRefused("Chart.lock does not belong");
    }

    @Test
    void aLockedVersionThatDoesNotFitAnyMoreIsRefused() throws IOException {
        chart("app", dependency("web", "~1.3.0", museum.address()), "");
        lock("app", dependency("web", "1.2.0", museum.address()));

        assertRefused("wrong version");
    }

    @Test
    void aRangeWithoutALockIsRefused() throws IOException {
        chart("app", dependency("web", "^1.0.0", museum.address()), "");

        assertRefused("no Chart.lock");
    }

    @Test
    void aVersionThatIsNotThereIsRefusedByName() throws IOException {
        chart("app", dependency("web", "9.9.9", museum.address()), "");

        assertRefused("web 9.9.9 of " + museum.address());
    }

    /** The version of a chart within a chart, where Helm unpacks it. */
    private static String within(PackagedChart chart, String name) {
        byte[] metadata = chart.files().getOrDefault("charts/" + name + "/Chart.yaml", new byte[0]);
        return Yaml.text(Yaml.map(new String(metadata, StandardCharsets.UTF_8)), "version");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> packed("app"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining(why);
    }

    private void publish(String name, String version, String repository) {
        ChartArchive archive =
                packager().pack(spec(name, version), ChartPackager.Use.UNKNOWN, HelmFixture.control("r-1"));
        packager().publish(archive, repository, HelmFixture.control("r-1"));
    }

    private byte[] archive(String name, String version) {
        return helmFixture.files.read(packager()
                .pack(spec(name, version), ChartPackager.Use.UNKNOWN, HelmFixture.control("r-1"))
                .digest());
    }

    private PackagedChart packed(String name) {
        return PackagedChart.read(archive(name, "1.0.0"));
    }

    private HelmChartPackager packager() {
        String known = directory.resolve("repositories.yaml").toString();
        return helmFixture.packager(directory, Map.of("HELM_REPOSITORY_CONFIG", known));
    }

    private static ChartSpec spec(String name, String version) {
        return new ChartSpec(name, new Version(version), Optional.empty());
    }

    private void chart(String name, String dependencies, String more) throws IOException {
        Path templates = Files.createDirectories(directory.resolve(name).resolve("templates"));
        Files.writeString(templates.resolve("_name.tpl"), "{{ define \"" + name + ".name\" }}" + name + "{{ end }}\n");
        Files.writeString(
                directory.resolve(name).resolve("Chart.yaml"),
                "apiVersion: v2\nname: " + name + "\nversion: 0.1.0\n" + more + "\ndependencies:\n" + dependencies);
    }

    private void lock(String name, String dependencies) throws IOException {
        Files.writeString(directory.resolve(name).resolve("Chart.lock"), "dependencies:\n" + dependencies);
    }

    private static String dependency(String name, String version, String repository) {
        return "- name: " + name + "\n  version: \"" + version + "\"\n  repository: \"" + repository + "\"\n";
    }
}
