package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions in two environments, and all that is done with them afterwards from a directory without the source. */
class PromotionIT {
    @TempDir
    Path directory;

    @Test
    void whatWasReleasedIsPromotedTakenBackAndComparedWithoutTheSource() throws Exception {
        try (Journey hello = twoEnvironments()) {
            succeeds(hello.run("run", "--no-input", "--version", "1.0.0"));
            hello.edit("www/index.html", "hello", "good morning");
            succeeds(hello.run("run", "--no-input", "--version", "2.0.0", "--to", "staging"));
            keepOnlyTheReleaseFile(hello);
            assertThat(page(hello, "production")).contains("hello");

            assertThat(succeeds(hello.run("diff", "--from", "production", "--to", "staging"))
                            .output())
                    .contains("1.0.0 (sha256:", "2.0.0 (sha256:", "As in staging", "deployment/hello");
            assertThat(succeeds(hello.run("diff", "--from", "1.0.0", "--to", "2.0.0"))
                            .output())
                    .contains("As in staging", "As in production", "1 changed");

            Ran promoted = succeeds(hello.run("promote", "--to", "production"));
            assertThat(promoted.output())
                    .contains("production with hello 2.0.0:", "changed", "hello 2.0.0 is in production")
                    .doesNotContain("build ");
            assertThat(page(hello, "production")).contains("good morning");

            Ran back = succeeds(hello.run("rollback", "--environment", "production"));
            assertThat(back.output()).contains("production with hello 1.0.0:", "hello 1.0.0 is in production");
            assertThat(page(hello, "production")).contains("hello");
            assertThat(hello.helm("production", "list").output()).contains("hello", "deployed", "3");

            Ran status = succeeds(hello.run("status"));
            assertThat(status.output())
                    .containsPattern("✔ staging +2\\.0\\.0 since .*: healthy")
                    .containsPattern("✔ production +1\\.0\\.0 since .* by rollback of .*: healthy");

            Ran history = succeeds(hello.run("history"));
            assertThat(history.output())
                    .containsPattern("staging\n  ✔ 2\\.0\\.0 .*\n  ✔ 1\\.0\\.0 ")
                    .containsPattern(
                            "production\n  ✔ 1\\.0\\.0 .* rollback, deployed in .*\n  ✔ 2\\.0\\.0 .* promotion, "
                                    + "deployed in .*\n  ✔ 1\\.0\\.0 ");
        }
    }

    @Test
    void statusSeesWhatHappensAfterTheReleaseAndSaysItToProgramsToo() throws Exception {
        try (Journey hello = twoEnvironments()) {
            succeeds(hello.run("run", "--no-input", "--version", "1.0.0", "--to", "staging"));
            hello.kubectl("staging", "set", "image", "deployment/hello", "*=busybox:nowhere");
            hello.kubectl("staging", "wait", "pod", "--all", "--for=jsonpath={.status.phase}=Pending", "--timeout=30s");

            JsonNode document = new ObjectMapper()
                    .readTree(succeeds(hello.run("status", "--output", "json")).output());

            assertThat(document.path("form").asInt()).isEqualTo(1);
            JsonNode staging = document.path("environments").path(0);
            assertThat(staging.path("environment").asText()).isEqualTo("staging");
            assertThat(staging.path("health").asText()).isEqualTo("unhealthy");
            assertThat(staging.path("problems").path(0).asText()).contains("deployment/hello");
            assertThat(staging.path("present").path("version").asText()).isEqualTo("1.0.0");
            JsonNode production = document.path("environments").path(1);
            assertThat(production.path("health").asText()).isEqualTo("empty");
            assertThat(production.has("present")).isFalse();
        }
    }

    @Test
    void whatIsNotKnownIsRefusedWithWhatThereIs() throws Exception {
        try (Journey hello = twoEnvironments()) {
            succeeds(hello.run("run", "--no-input", "--version", "1.0.0", "--to", "staging"));

            Ran environment = hello.run("promote", "--to", "prod");
            Ran version = hello.run("promote", "--to", "production", "--version", "1.0.1");
            Ran nothing = hello.run("rollback", "--environment", "staging");

            assertThat(environment.exitCode()).isEqualTo(2);
            assertThat(environment.output()).contains("\"prod\" is not an environment of hello", "staging, production");
            assertThat(version.exitCode()).isEqualTo(2);
            assertThat(version.output()).contains("there are 1.0.0 (sha256:", "Perhaps you should say 1.0.0");
            assertThat(nothing.exitCode()).isEqualTo(2);
            assertThat(nothing.output()).contains("there is no good bundle in staging before the present one, 1.0.0");
        }
    }

    private static Ran succeeds(Ran ran) {
        assertThat(ran.exitCode()).as(ran.output()).isZero();
        return ran;
    }

    private Journey twoEnvironments() throws Exception {
        Journey hello = Journey.hello(directory);
        hello.kubectl("production", "create", "namespace", hello.namespace());
        Path file = hello.directory().resolve("kube-release.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        + String.join(
                                "\n",
                                "  production:",
                                "    cluster: production",
                                "    namespace: " + hello.namespace(),
                                "    verify: {http: /health}",
                                "    readyWithin: 60s",
                                ""));
        return hello;
    }

    private static void keepOnlyTheReleaseFile(Journey hello) throws Exception {
        for (String gone : List.of("www", "chart", "Dockerfile", "start.sh", "test.sh")) {
            Files.move(hello.directory().resolve(gone), hello.directory().resolveSibling("gone-" + gone));
        }
    }

    private static String page(Journey hello, String cluster) throws Exception {
        String path = "/api/v1/namespaces/" + hello.namespace() + "/services/hello:http/proxy/";
        return hello.kubectl(cluster, "get", "--raw", path).output();
    }
}
