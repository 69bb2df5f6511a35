package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that go well, and those that stop because the app is wrong. */
class ReleaseIT {
    @TempDir
    Path directory;

    @Test
    void aFirstReleaseRunsAndASecondWithoutAChangeLeavesEverythingAlone() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            Ran first = hello.run("run");
            assertThat(first.exitCode()).as(first.output()).isZero();
            assertThat(page(hello)).contains("hello");
            assertThat(hello.helm("staging", "list").output()).contains("hello", "deployed");

            Ran second = hello.run("run");

            assertThat(second.exitCode()).as(second.output()).isZero();
            assertThat(second.output()).contains("unchanged");
            assertThat(hello.helm("staging", "history", "hello").output().lines())
                    .hasSize(2);
        }
    }

    @Test
    void aChangedLineIsReleasedAsTheNextRevision() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            assertThat(hello.run("run").exitCode()).isZero();
            hello.edit("www/index.html", "hello", "good morning");

            Ran second = hello.run("run");

            assertThat(second.exitCode()).as(second.output()).isZero();
            assertThat(page(hello)).contains("good morning");
            assertThat(hello.helm("staging", "list").output()).contains("deployed");
        }
    }

    @Test
    void redTestsStopTheReleaseAndSayWhichAndWhy() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            hello.edit("test.sh", "failures=\"0\"", "failures=\"1\"")
                    .edit(
                            "test.sh",
                            "name=\"page_is_there\"/>",
                            "name=\"page_is_there\"><failure message=\"the page is gone\"/></testcase>");

            Ran ran = hello.run("run");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.output()).contains("1 of 2 tests failed", "page_is_there", "the page is gone");
            assertThat(hello.helm("staging", "list", "--all").output()).doesNotContain("hello");
            assertThat(hello.left("staging", "pods", "jobs", "secrets")).isBlank();
        }
    }

    @Test
    void anImageThatCrashesIsNamedWithItsExitCodeAndLastLines() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            hello.edit("start.sh", "exec busybox", "echo 'no settings file'; exit 127; exec busybox");

            Ran ran = hello.run("run");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.output()).contains("exit code 127", "no settings file");
            assertThat(hello.helm("staging", "list", "--all").output()).contains("failed");
        }
    }

    @Test
    void aHookThatFailsIsNamedWithItsLog() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            hello.edit("chart/values.yaml", "hook: \"\"", "hook: \"echo relation polls does not exist; exit 5\"");

            Ran ran = hello.run("run");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.output()).contains("hello-hook", "relation polls does not exist");
            assertThat(hello.helm("staging", "list", "--all").output()).contains("failed");
        }
    }

    @Test
    void aChartThatIgnoresTheImageIsRefusedBeforeAnythingIsDeployed() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            hello.edit(
                    "chart/templates/app.yaml",
                    "{{ .Values.image.repository }}@{{ .Values.image.digest }}",
                    "busybox:1.35");

            Ran ran = hello.run("run");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.output()).contains("image.values");
            assertThat(hello.helm("staging", "list", "--all").output()).doesNotContain("hello");
        }
    }

    private static String page(Journey hello) throws Exception {
        String path = "/api/v1/namespaces/" + hello.namespace() + "/services/hello:http/proxy/";
        return hello.kubectl("staging", "get", "--raw", path).output();
    }
}
