package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that wait for people and for each other, and that go back, with the real program on real clusters. */
class WaitingIT {
    @TempDir
    Path directory;

    @Test
    void anApprovalIsAskedAgainWhenSomebodyChangedTheEnvironment() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            released(hello);
            hello.edit("kube-release.yaml", "readyWithin: 60s", "readyWithin: 60s\n    approval: {}")
                    .edit("www/index.html", "hello", "good morning");
            Ran waiting = hello.run("run", "--no-input");
            assertThat(waiting.exitCode()).as(waiting.output()).isEqualTo(4);
            Ran byHand = hello.helm("staging", "rollback", "hello", "1");
            assertThat(byHand.exitCode()).as(byHand.output()).isZero();

            Ran approved = hello.run("approve", "--no-input");

            assertThat(approved.exitCode()).as(approved.output()).isEqualTo(4);
            assertThat(approved.output()).contains("asked again", "made against revision 1", "not by kube-release");
            assertThat(revisions(hello)).isEqualTo(2);

            Ran again = hello.run("approve", "--no-input");

            assertThat(again.exitCode()).as(again.output()).isZero();
            assertThat(revisions(hello)).isEqualTo(3);
            assertThat(page(hello)).contains("good morning");
        }
    }

    @Test
    void twoReleasesOfAnAppComeOneAfterTheOtherAndBothArrive() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            hello.edit("chart/values.yaml", "hook: \"\"", "hook: \"sleep 20\"");
            Process first = hello.start("run", "--output", "json");
            BufferedReader output = first.inputReader();
            awaitLine(output, "\"stage\":\"staging.deploy\"");
            hello.edit("www/index.html", "hello", "good morning");

            Ran second = hello.run("run", "--no-input");

            String rest = String.join("\n", output.lines().toList());
            assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(first.exitValue()).as(rest).isZero();
            assertThat(second.exitCode()).as(second.output()).isZero();
            assertThat(second.output()).contains("waits for the lock of hello in staging, held by release");
            assertThat(revisions(hello)).isEqualTo(2);
            assertThat(page(hello)).contains("good morning");
        }
    }

    @Test
    void anEnvironmentGoesBackAfterACrashAndTheEvidenceStays() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            released(hello);
            hello.edit("kube-release.yaml", "readyWithin: 60s", "readyWithin: 60s\n    onFailure: return")
                    .edit("start.sh", "exec busybox", "echo 'no settings file'; exit 127; exec busybox")
                    .edit("www/index.html", "hello", "good morning");

            Ran ran = hello.run("run", "--no-input");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.output()).contains("exit code 127", "returned to", "evidence/staging.deploy.txt");
            assertThat(page(hello)).contains("hello");
            assertThat(hello.helm("staging", "history", "hello")
                            .output()
                            .lines()
                            .skip(1))
                    .hasSize(3)
                    .satisfiesExactly(
                            line -> assertThat(line).contains("superseded"),
                            line -> assertThat(line).contains("ended with exit code 127"),
                            line -> assertThat(line).contains("deployed"));
            assertThat(evidence(hello)).contains("no settings file", "exit code 127", "status", "events", "restarts");
            assertThat(hello.run("history").output()).contains("returned", "failed");
        }
    }

    private static void released(Journey hello) throws Exception {
        Ran ran = hello.run("run", "--no-input");
        assertThat(ran.exitCode()).as(ran.output()).isZero();
    }

    private static long revisions(Journey hello) throws Exception {
        return hello.helm("staging", "history", "hello").output().lines().count() - 1;
    }

    private static String page(Journey hello) throws Exception {
        String path = "/api/v1/namespaces/" + hello.namespace() + "/services/hello:http/proxy/";
        return hello.kubectl("staging", "get", "--raw", path).output();
    }

    private static String evidence(Journey hello) throws Exception {
        try (Stream<Path> files = Files.walk(hello.directory().resolve(".state"))) {
            return Files.readString(files.filter(path -> path.endsWith("staging.deploy.txt"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static void awaitLine(BufferedReader output, String part) throws Exception {
        String line = output.readLine();
        while (line != null && !line.contains(part)) {
            line = output.readLine();
        }
        assertThat(line).as("ended before %s", part).isNotNull();
    }
}
