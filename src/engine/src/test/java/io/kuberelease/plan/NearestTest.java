package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "cluster, cluster, 0",
        "clutser, cluster, 1",
        "cluser, cluster, 1",
        "clusster, cluster, 1",
        "klaster, cluster, 2",
        "Cluster, cluster, 0",
        "'', abc, 3",
        "abc, '', 3"
    })
    void theDistanceCountsMistakes(String written, String known, int mistakes) {
        assertThat(Nearest.distance(written, known)).isEqualTo(mistakes);
    }

    @Test
    void onlyACloseNameIsSuggestedAndTheClosestOfThem() {
        List<String> known = List.of("cluster", "clusterId", "namespace");

        assertThat(Nearest.to("clusterid", known)).contains("clusterId");
        assertThat(Nearest.to("clutser", known)).contains("cluster");
        assertThat(Nearest.to("context", known)).isEmpty();
        assertThat(Nearest.to("x", List.of())).isEmpty();
    }
}
