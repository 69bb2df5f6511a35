package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a directory with nothing but a compose file to an app that answers in a cluster. */
class ComposeIT {
    @TempDir
    Path directory;

    @Test
    void aComposeProjectIsReleasedWithNothingEditedButNames() throws Exception {
        try (Journey composed = Journey.with(Path.of("src/test/resources/apps/composed"), directory)) {
            composed.kubectl("staging", "create", "namespace", composed.namespace());

            Ran drafted = composed.run("init", "--image", Journey.registry() + "/composed-" + composed.namespace());
            assertThat(drafted.exitCode()).as(drafted.output()).isZero();
            assertThat(drafted.output()).contains("compose.yaml line 8: services.web.environment.DB_PASSWORD");
            composed.edit("kube-release.yaml", "namespace: app", "namespace: " + composed.namespace());
            // The registry of the development clusters has no newer one.
            composed.edit("chart/values.yaml", "busybox:1.37", "busybox:1.35");
            Ran released = composed.run("run", "--to", "staging");

            assertThat(released.exitCode()).as(released.output()).isZero();
            assertThat(released.output()).contains("GET /");
            assertThat(inWeb(composed, "printenv", "GREETING")).isEqualTo("it costs $(5), \"{{ .Values }}\"\n");
            assertThat(inWeb(composed, "printenv", "DB_PASSWORD")).isEqualTo("example\n");
            assertThat(inWeb(composed, "cat", "/etc/motd")).isEqualTo("welcome, {{ not for Helm }}\n");
            assertThat(composed.kubectl("staging", "get", "job", "once", "-o", "jsonpath={.status.succeeded}")
                            .output())
                    .isEqualTo("1");
        }
    }

    private static String inWeb(Journey composed, String... command) throws Exception {
        String[] arguments = new String[command.length + 4];
        arguments[0] = "exec";
        arguments[1] = "deployment/web";
        arguments[2] = "--container=web";
        arguments[3] = "--";
        System.arraycopy(command, 0, arguments, 4, command.length);
        return composed.kubectl("staging", arguments).output();
    }
}
