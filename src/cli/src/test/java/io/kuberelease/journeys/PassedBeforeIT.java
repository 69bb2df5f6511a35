package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that has passed its tests is not tested again, unless the tests are others, or are wanted each time. */
class PassedBeforeIT {
    private static final String RAN = "redis said +PONG";

    @TempDir
    Path directory;

    @Test
    void whatHasPassedItsTestsIsNotTestedAgainUntilTheTestsChange() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            assertThat(released(hello)).contains(RAN, "2 passed").doesNotContain("passed before");

            assertThat(released(hello))
                    .containsPattern("↷ test +2 passed before +in release ")
                    .containsPattern("↷ datastores +not needed|✔ datastores +redis 7")
                    .contains("Not tested again: the image passed these tests in release")
                    .doesNotContain(RAN);
            assertThat(hello.left("staging", "jobs")).isBlank();

            hello.edit("kube-release.yaml", "[sh, test.sh]", "[sh, -c, \"sh test.sh\"]");
            assertThat(released(hello)).contains(RAN, "2 passed").doesNotContain("passed before");

            hello.edit("kube-release.yaml", "redis: \"7\"", "redis: {version: \"7\", env: {TZ: UTC}}");
            assertThat(released(hello)).contains(RAN);
        }
    }

    @Test
    void testsThatAreWantedEachTimeRunEachTime() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            hello.edit("kube-release.yaml", "test.sh]", "test.sh]\n  always: true");
            assertThat(released(hello)).contains(RAN);

            assertThat(released(hello)).contains(RAN, "2 passed").doesNotContain("passed before");
        }
    }

    private static String released(Journey hello) throws Exception {
        Ran ran = hello.run("run");
        assertThat(ran.exitCode()).as(ran.output()).isZero();
        return ran.output();
    }
}
