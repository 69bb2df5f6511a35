package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that users copy, from its source through staging to production, with an approval from another process. */
class PollsIT {
    private static final Path CERTIFICATES = Path.of("/etc/ssl/certs/ca-certificates.crt");

    @TempDir
    Path directory;

    @Test
    void pollsGoesThroughStagingToProductionAfterAnApprovalFromAnotherProcess() throws Exception {
        try (Journey polls = Journey.with(Path.of("../../examples/polls"), directory)) {
            polls.edit("kube-release.yaml", "namespace: polls", "namespace: " + polls.namespace());
            // A repository of its own: in another one the image may have passed its tests already.
            polls.edit("kube-release.yaml", "localhost:5000/polls", Journey.registry() + "/" + polls.namespace());
            give(polls, "staging");
            give(polls, "production");

            Ran run = polls.run(release("run"));
            assertThat(run.exitCode()).as(run.output()).isEqualTo(4);
            assertThat(run.output()).contains("38 passed", "kube-release approve");
            assertThat(polls.helm("production", "list", "--all").output()).doesNotContain("polls-");

            Ran approved = polls.run("approve");

            assertThat(approved.exitCode()).as(approved.output()).isZero();
            String path = "/api/v1/namespaces/" + polls.namespace() + "/services/polls:http/proxy/health";
            assertThat(polls.kubectl("production", "get", "--raw", path).output())
                    .contains("ok");
        }
    }

    private static String[] release(String command) {
        Stream<String> certificates =
                Files.isReadable(CERTIFICATES) ? Stream.of("--ca-bundle", CERTIFICATES.toString()) : Stream.empty();
        return Stream.concat(Stream.of(command, "--no-input"), certificates).toArray(String[]::new);
    }

    private static void give(Journey polls, String environment) throws Exception {
        List<String> command = List.of("deploy/services.sh", environment, polls.namespace());
        Ran ran = Ran.of(new ProcessBuilder(command)
                .directory(polls.directory().toFile())
                .redirectErrorStream(true)
                .start());
        assertThat(ran.exitCode()).as(ran.output()).isZero();
    }
}
