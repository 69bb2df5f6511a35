package io.kuberelease.journeys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import io.kuberelease.testkit.slack.StrictSlack;
import io.kuberelease.testkit.slack.StrictSlack.Request;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
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
            hello.edit("chart/values.yaml", "hook: \"\"", "hook: \"sleep 40\"");
            Process first = hello.start("run", "--output", "json");
            BufferedReader output = first.inputReader();
            Journey.until(first, "\"stage\":\"staging.deploy\"");
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

    /** What the app says of its Secret in its last lines: as it is, in an address, encoded, and over two lines. */
    private static final String SECRET = "s3cr3t/Zq7+hunter=tY";

    private static final String TELLING = """
            echo "no settings file, password=$DB_PASSWORD"
            echo "tried postgres://app:$DB_PASSWORD@db:5432/app"
            printf 'user:%s' "$DB_PASSWORD" | base64
            printf 'Authorization: %.9s\\n%s\\n' "$DB_PASSWORD" "${DB_PASSWORD#?????????}"
            exit 3
            """;

    @Test
    void whatTheChartsSecretHoldsIsToldNowhere() throws Exception {
        try (Journey hello = Journey.hello(directory);
                StrictSlack slack = StrictSlack.with("releases")) {
            hello.setting("SLACK_BOT_TOKEN", StrictSlack.TOKEN)
                    .setting("KUBE_RELEASE_SLACK_API", slack.api().toString())
                    .edit("kube-release.yaml", "environments:", "notify: {slack: {channel: releases}}\nenvironments:")
                    .edit("start.sh", "exec busybox", TELLING + "exec busybox")
                    .edit(
                            "chart/templates/app.yaml",
                            "        - name: web\n",
                            "        - name: web\n          envFrom: [{secretRef: {name: hello-db}}]\n")
                    .edit("chart/templates/app.yaml", "---\n", """
                            ---
                            apiVersion: v1
                            kind: Secret
                            metadata: {name: hello-db}
                            data: {DB_PASSWORD: {{ printf "%s%s" "s3cr3t/Zq7+" "hunter=tY" | b64enc }}}
                            ---
                            """);

            Ran ran = hello.run("run", "--no-input");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            Map<String, String> told = Map.of(
                    "terminal", ran.output(),
                    "files", files(hello),
                    "cluster",
                            hello.kubectl("staging", "get", "configmaps,leases", "--output=json")
                                    .output(),
                    "Helm", hello.helm("staging", "history", "hello").output(),
                    "Slack",
                            String.join(
                                    "\n",
                                    slack.requests().stream().map(Request::body).toList()));
            told.forEach((where, text) -> assertThat(text)
                    .as(where)
                    .doesNotContain(
                            SECRET,
                            "hunter",
                            "s3cr3t",
                            "ejM6czNj",
                            base64("user:" + SECRET).substring(8, 24)));
            assertThat(evidence(hello)).contains("no settings file, password=••••", "postgres://app:••••@db:5432/app");
            assertThat(told.get("Slack")).contains("no settings file");
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** All that is kept of the releases on this machine, but for the chart, from which the Secret comes. */
    private static String files(Journey hello) throws Exception {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(hello.directory().resolve(".state"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().endsWith("files"))
                    .toList()) {
                text.append(new String(Files.readAllBytes(file), ISO_8859_1));
            }
        }
        return text.toString();
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
}
