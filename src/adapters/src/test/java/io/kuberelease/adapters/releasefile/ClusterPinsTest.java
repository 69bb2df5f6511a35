package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterPinsTest {
    private static final EnvironmentName STAGING = new EnvironmentName("staging");
    private static final EnvironmentName PRODUCTION = new EnvironmentName("production");

    @Test
    void writesALineBelowTheClusterAndLeavesAllElseAsItWas() {
        String text = """
                # how we release 🚢
                image:   {repository: r.example/acme/polls}
                environments:
                    staging:
                        cluster: ci   # shared
                        namespace:   polls
                    production:
                        namespace: polls
                        cluster: "prod"
                """;

        String pinned = ClusterPins.in(text, Map.of(STAGING, "11-aa", PRODUCTION, "22-bb"));

        assertThat(pinned).isEqualTo("""
                # how we release 🚢
                image:   {repository: r.example/acme/polls}
                environments:
                    staging:
                        cluster: ci   # shared
                        clusterId: 11-aa
                        namespace:   polls
                    production:
                        namespace: polls
                        cluster: "prod"
                        clusterId: 22-bb
                """);
    }

    @Test
    void replacesAnEarlierPin() {
        String text = """
                environments:
                  staging: {clusterId: 'old', cluster: ci}
                  production:
                    clusterId:
                    cluster: prod
                """;

        assertThat(ClusterPins.in(text, Map.of(STAGING, "11-aa", PRODUCTION, "22-bb")))
                .isEqualTo("""
                environments:
                  staging: {clusterId: 11-aa, cluster: ci}
                  production:
                    clusterId: 22-bb
                    cluster: prod
                """);
    }

    @Test
    void staysOnOneLineWhereTheEnvironmentIsOnOne() {
        assertThat(ClusterPins.in("environments: {staging: {cluster: ci, namespace: a}}", Map.of(STAGING, "11-aa")))
                .isEqualTo("environments: {staging: {cluster: ci, clusterId: 11-aa, namespace: a}}");
    }

    @Test
    void keepsTheEndsOfLinesAndTheMissingOneAtTheEnd() {
        assertThat(ClusterPins.in("\uFEFFenvironments:\r\n  staging:\r\n    cluster: ci", Map.of(STAGING, "11-aa")))
                .isEqualTo("\uFEFFenvironments:\r\n  staging:\r\n    cluster: ci\r\n    clusterId: 11-aa");
    }

    @Test
    void refusesWhatIsWrittenWithAnAliasSinceOthersShareIt() {
        String text = """
                environments:
                  staging: &s
                    cluster: ci
                  production: *s
                """;

        assertThatThrownBy(() -> ClusterPins.in(text, Map.of(PRODUCTION, "22-bb")))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("could not pin production")
                .hasMessageContaining("alias");
    }
}
