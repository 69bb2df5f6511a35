package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            String host = polls.namespace() + ".polls.test";
            Outside staging = Outside.of("STAGING", host);
            Outside production = Outside.of("PRODUCTION", host);
            staging.add(
                    polls, "deploy/staging.yaml", "ingress: {enabled: true, className: traefik, host: " + host + "}");
            production.add(
                    polls,
                    "deploy/production.yaml",
                    "httpRoute: {enabled: true, host: " + host
                            + ", parentRefs: [{name: ingress, namespace: ingress, sectionName: http}]}");

            Ran run = polls.run(release("run"));
            assertThat(run.exitCode()).as(run.output()).isEqualTo(4);
            assertThat(run.output()).contains("38 passed", "kube-release approve");
            assertThat(polls.helm("production", "list", "--all").output()).doesNotContain("polls-");
            staging.answersByItsHostAlone();

            Ran approved = polls.run("approve");

            assertThat(approved.exitCode()).as(approved.output()).isZero();
            String path = "/api/v1/namespaces/" + polls.namespace() + "/services/polls:http/proxy/health";
            assertThat(polls.kubectl("production", "get", "--raw", path).output())
                    .contains("ok");
            production.answersByItsHostAlone();
        }
    }

    /**
     * A cluster's ingress controller as visitors meet it, who know nothing of the cluster.
     *
     * @param address absent where these clusters have none, as kind's: then nothing is asked of it
     */
    private record Outside(Optional<String> address, String host) {
        static Outside of(String cluster, String host) {
            return new Outside(Optional.ofNullable(System.getenv("KUBE_RELEASE_INGRESS_" + cluster)), host);
        }

        void add(Journey polls, String file, String values) throws Exception {
            if (address.isPresent()) {
                Path there = polls.directory().resolve(file);
                Files.writeString(there, Files.readString(there) + values + "\n");
            }
        }

        void answersByItsHostAlone() throws Exception {
            if (address.isPresent()) {
                assertThat(get(host, "--fail", "--retry", "20", "--retry-delay", "1", "--retry-all-errors")
                                .output())
                        .contains("Polls", "200");
                assertThat(get("other-" + host).output()).endsWith("404");
            }
        }

        private Ran get(String name, String... options) throws Exception {
            List<String> command = new ArrayList<>(
                    List.of("curl", "-s", "--noproxy", "*", "--max-time", "10", "-w", "%{http_code}", "--connect-to"));
            command.addAll(List.of("::" + address.orElseThrow(), "http://" + name + "/"));
            command.addAll(List.of(options));
            return Ran.of(new ProcessBuilder(command).start());
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
