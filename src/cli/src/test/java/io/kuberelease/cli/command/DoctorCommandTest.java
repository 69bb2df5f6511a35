package io.kuberelease.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that lacks nearly everything. */
class DoctorCommandTest {
    @TempDir
    Path home;

    @Test
    void saysOfEachThingThatIsLackingHowToGetIt() {
        Terminal terminal = new Terminal(home, home).setting("PATH", "");

        assertThat(terminal.run("doctor")).isEqualTo(1);

        assertThat(terminal.output())
                .containsPattern("✔ Java +" + Runtime.version().feature())
                .containsPattern("✖ git .*not on the PATH")
                .contains("apt-get install git")
                .containsPattern("✖ builder +none: BuildKit: .*buildah: .*docker: ")
                .contains("apt-get install buildah")
                .containsPattern("✖ clusters +there is no context in your kubeconfig")
                .contains("set KUBECONFIG");
    }

    @Test
    void looksAtWhatTheReleaseFileNames() throws IOException {
        Files.writeString(home.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(home.resolve("chart"));
        Files.writeString(home.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        Files.writeString(
                home.resolve("kube-release.yaml"),
                "image: {repository: localhost:1/shop, builder: docker}\nenvironments: {live: {cluster: moon}}\n");
        Terminal terminal = new Terminal(home, home).setting("PATH", "");

        assertThat(terminal.run("doctor")).isEqualTo(1);

        assertThat(terminal.output())
                .containsPattern("✔ release file +kube-release.yaml can be carried out")
                .containsPattern("✖ builder +docker is wanted by the release file")
                .containsPattern("✖ registry .*localhost:1")
                .containsPattern("✖ cluster moon +no context moon in .*which is not there")
                .containsPattern("✖ live +can't be looked at: see cluster moon");
        assertThat(terminal.output()).containsOnlyOnce("name one of them as the environment's cluster");
    }

    @Test
    void looksWhetherSecretsCanBeReadBeforeAnythingIsBuilt() throws IOException {
        Files.writeString(home.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(home.resolve("chart"));
        Files.writeString(home.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        Files.writeString(home.resolve("secrets.yaml"), "a: ENC[AES256_GCM,data:x]\n");
        Files.writeString(home.resolve("kube-release.yaml"), """
            image: {repository: localhost:1/shop}
            environments:
              staging: {cluster: moon, secrets: {shop: {A: {env: SET}}}}
              live: {cluster: sun, secrets: {shop: {A: {env: UNSET}, B: {sops: secrets.yaml, key: a}}}}
            """);
        Terminal terminal = new Terminal(home, home).setting("PATH", "").setting("SET", "swordfish");

        assertThat(terminal.run("doctor")).isEqualTo(1);

        assertThat(terminal.output())
                .containsPattern("✔ secrets of staging +1 value can be read")
                .containsPattern("✖ secrets of live .*UNSET is not set.*program sops is not on the PATH")
                .contains("install sops")
                .doesNotContain("swordfish");
    }

    /** The advice where Helm's program can't be started: it is where the program itself was unpacked. */
    @Test
    void helmIsUnpackedWhereTheProgramIs() {
        Terminal terminal = new Terminal(home, home)
                .setting("PATH", "")
                .setting("XDG_CACHE_HOME", home.resolve("other").toString())
                .setting("KUBE_RELEASE_CACHE", home.resolve("cache").toString());

        terminal.run("doctor");

        assertThat(home.resolve("cache/helm-worker")).isNotEmptyDirectory();
        assertThat(home.resolve("other")).doesNotExist();
    }

    @Test
    void aReleaseFileThatCanNotBeCarriedOutIsOneOfTheFindings() throws IOException {
        Files.writeString(home.resolve("kube-release.yaml"), "imag: {}\n");
        Terminal terminal = new Terminal(home, home);

        assertThat(terminal.run("doctor")).isEqualTo(1);

        assertThat(terminal.output()).containsPattern("✖ release file .*kube-release.yaml:1");
    }
}
