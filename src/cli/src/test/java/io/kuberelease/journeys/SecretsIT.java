package io.kuberelease.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Secrets of an environment, from the release file to the pods, with the real program. */
class SecretsIT {
    private static final String FIRST = "k9!swordfish-first";
    private static final String SECOND = "k9!cuttlefish-second";

    @TempDir
    Path directory;

    /** Killed when the Secret is written and Helm has not begun: all of it is there once it was resumed, and nowhere else a value. */
    @Test
    void aKilledReleaseBringsItsSecretsAndARotatedOneReplacesThePods() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            Path file = hello.directory().resolve("kube-release.yaml");
            Files.writeString(file, Files.readString(file) + "    secrets: {app: {PASSWORD: {env: HELLO_PASSWORD}}}\n");
            hello.edit(
                    "chart/templates/app.yaml",
                    "          readinessProbe",
                    "          envFrom: [{secretRef: {name: app}}]\n          readinessProbe");
            Ran missing = hello.run("run", "--output", "json");
            assertThat(missing.exitCode()).as(missing.output()).isNotZero();
            assertThat(missing.output()).contains("secret app, key PASSWORD: variable HELLO_PASSWORD is not set");
            assertThat(hello.helm("staging", "list", "-q").output()).isBlank();

            hello.setting("HELLO_PASSWORD", FIRST);
            Process killed = hello.start("run", "--output", "json");
            String told = Journey.until(killed, "wrote secret app");
            Journey.kill(killed);
            Ran resumed = hello.run("resume", "--output", "json");
            assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            assertThat(passwordOfPods(hello)).isEqualTo(FIRST);

            hello.setting("HELLO_PASSWORD", SECOND);
            Ran rotated = hello.run("run", "--output", "json");
            assertThat(rotated.exitCode()).as(rotated.output()).isZero();
            assertThat(rotated.output()).contains("PASSWORD: •••• (after)");
            assertThat(passwordOfPods(hello)).isEqualTo(SECOND);

            String everywhere = told
                    + resumed.output()
                    + rotated.output()
                    + onDisk(hello.directory().resolve(".state"))
                    + hello.kubectl("staging", "get", "configmaps,deployments,pods,events,leases,jobs", "-o", "yaml")
                            .output()
                    + hello.helm("staging", "get", "all", "hello").output();
            for (String value : List.of(FIRST, SECOND)) {
                assertThat(everywhere).doesNotContain(value).doesNotContain(encoded(value));
            }
        }
    }

    private static String passwordOfPods(Journey hello) throws Exception {
        return hello.kubectl("staging", "exec", "deployment/hello", "--", "sh", "-c", "echo $PASSWORD")
                .output()
                .strip();
    }

    private static String onDisk(Path directory) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
    }
}
