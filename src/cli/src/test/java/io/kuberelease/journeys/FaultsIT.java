package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases that meet a fault of the world: a wrong password, a kill, Ctrl-C, Slack that is gone. */
class FaultsIT {
    private static final Duration PROMISED_END = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @Test
    void aWrongRegistryPasswordIsToldWithRegistryAndUserButWithoutThePassword() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            hello.edit("kube-release.yaml", Journey.registry(), Journey.setting("KUBE_RELEASE_AUTH_REGISTRY"));
            Path config = Files.createDirectories(directory.resolve("docker"));
            Files.writeString(
                    config.resolve("config.json"),
                    "{\"auths\":{\"" + Journey.setting("KUBE_RELEASE_AUTH_REGISTRY")
                            + "\":{\"auth\":\"dGVzdGVyOm9wZW5zZXNhbWU=\"}}}"); // tester:opensesame

            Ran ran = hello.setting("DOCKER_CONFIG", config.toString()).run("run");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.output())
                    .contains(Journey.setting("KUBE_RELEASE_AUTH_REGISTRY"), "tester")
                    .doesNotContain("opensesame", "dGVzdGVyOm9wZW5zZXNhbWU=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "test", "bundle", "staging.compare", "staging.deploy", "staging.record"})
    void aReleaseKilledInAStageGoesOnWhereItWas(String stage) throws Exception {
        killedAt("\"stage\":\"" + stage + "\"");
    }

    @Test
    void ctrlCEndsWithinFiveSecondsAndLeavesNothingUnsaid() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            hello.edit("test.sh", "answer=", "sleep 60; answer=");
            Process process = hello.start("run", "--output", "json");
            BufferedReader output = process.inputReader();
            Journey.until(process, "\"stage\":\"test\"");

            Instant interrupted = Instant.now();
            interrupt(process);
            String rest = String.join("\n", output.lines().toList());
            assertThat(process.waitFor(PROMISED_END.toSeconds() * 2, TimeUnit.SECONDS))
                    .isTrue();

            assertThat(Duration.between(interrupted, Instant.now())).isLessThan(PROMISED_END.plusSeconds(1));
            assertThat(process.exitValue()).as(rest).isEqualTo(130);
            assertThat(rest).contains("abort-requested", "ABORTED");
            assertThat(hello.left("staging", "jobs")).isBlank();
        }
    }

    @Test
    void slackThatSwallowsEverythingIsALineInTheJournal() throws Exception {
        try (Journey hello = Journey.hello(directory);
                ServerSocket swallows = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    hello.directory().resolve("kube-release.yaml"),
                    Files.readString(hello.directory().resolve("kube-release.yaml"))
                            + "notify: {slack: {channel: \"#releases\"}}\n");
            hello.setting("SLACK_BOT_TOKEN", "xoxb-not-a-real-token")
                    .setting("KUBE_RELEASE_SLACK_API", "http://127.0.0.1:" + swallows.getLocalPort());

            Ran ran = hello.run("run", "--output", "json");

            assertThat(ran.exitCode()).as(ran.output()).isZero();
            assertThat(journals(hello)).contains("sink-troubled").doesNotContain("xoxb-not-a-real-token");
        }
    }

    private void killedAt(String moment) throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            Process process = hello.start("run", "--output", "json");
            Journey.until(process, moment);
            Journey.kill(process);

            Ran resumed = hello.run("resume", "--output", "json");

            assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            assertThat(hello.helm("staging", "list").output()).contains("deployed");
            assertThat(journals(hello)).containsOnlyOnce("\"result\":\"SUCCEEDED\"");
            assertThat(hello.left("staging", "jobs")).isBlank();
        }
    }

    /** What the terminal sends to everything in the foreground: here to the program alone. */
    private static void interrupt(Process process) throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private static String journals(Journey journey) throws Exception {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(journey.directory().resolve(".state"))) {
            for (Path file :
                    files.filter(path -> path.endsWith("journal.jsonl")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
