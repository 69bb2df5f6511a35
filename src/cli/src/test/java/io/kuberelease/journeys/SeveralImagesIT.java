package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app of two images: of the one that does not change nothing is built, tested or rolled out again. */
class SeveralImagesIT {
    @TempDir
    Path directory;

    @Test
    void theImageThatDidNotChangeStaysAsItIs() throws Exception {
        try (Journey two = two()) {
            Ran first = two.run("run", "--no-input", "--version", "1.0.0");
            assertThat(first.exitCode()).as(first.output()).isZero();
            String api = pod(two, "staging", "api");
            String web = pod(two, "staging", "web");
            String production = pod(two, "production", "api");

            two.edit("web/index.html", "hello", "good morning");
            Ran second = two.run("run", "--no-input", "--version", "2.0.0");

            assertThat(second.exitCode()).as(second.output()).isZero();
            assertThat(second.output())
                    .containsPattern("api sha256:\\w+, 2 of 2 steps reused")
                    .contains("Not tested again");
            assertThat(pod(two, "staging", "api")).isEqualTo(api);
            assertThat(pod(two, "production", "api")).isEqualTo(production);
            assertThat(pod(two, "staging", "web")).isNotEqualTo(web);
            assertThat(two.run("diff", "--from", "1.0.0", "--to", "2.0.0").output())
                    .containsPattern("image api.*, the same")
                    .containsPattern("image web.*→");
        }
    }

    @Test
    void aReleaseThatIsKilledBetweenThePushesBuildsOnlyTheOther() throws Exception {
        try (Journey two = two()) {
            // The other one takes until long after the kill.
            two.edit("web/Dockerfile", "USER 10001", "RUN echo " + two.namespace() + " && sleep 20\nUSER 10001");
            Process killed = two.start("run", "--no-input", "--version", "1.0.0", "--output", "json");
            Journey.until(killed, "\"stage\":\"build-api\",\"attempt\":1,\"outcome\"");
            Journey.kill(killed);

            Ran resumed = two.run("resume", "--output", "json");

            assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            assertThat(resumed.output())
                    .contains("SUCCEEDED", "\"type\":\"stage-started\",\"stage\":\"build-web\"")
                    .doesNotContain("\"type\":\"stage-started\",\"stage\":\"build-api\"");
        }
    }

    private Journey two() throws Exception {
        Journey two = Journey.with(Path.of("src/test/resources/apps/two"), directory);
        for (String cluster : List.of("staging", "production")) {
            two.kubectl(cluster, "create", "namespace", two.namespace());
        }
        return two.edit("kube-release.yaml", "NAMESPACE", two.namespace())
                .edit("kube-release.yaml", "REGISTRY", Journey.registry());
    }

    private static String pod(Journey two, String cluster, String app) throws Exception {
        return two.kubectl(cluster, "get", "pods", "-l", "app=" + app, "-o", "jsonpath={.items[*].metadata.uid}")
                .output();
    }
}
