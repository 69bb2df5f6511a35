package io.kuberelease.adapters.kubernetes.previews;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.kuberelease.port.Previews.PreviewLoad;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodLoadTest {
    @Test
    void whatContainersAskForIsAddedUpInAnyUnit() {
        PreviewLoad load = PodLoad.of(
                List.of(
                        pod("Running", true, asking("100m", "64Mi"), asking("0.25", "1G")),
                        pod("Pending", false, asking("1", "128974848"))),
                Optional.empty());

        assertThat(load)
                .isEqualTo(new PreviewLoad(
                        1, 2, 1350, 64L * 1024 * 1024 + 1_000_000_000L + 128_974_848L, Optional.empty()));
    }

    @Test
    void aPodThatHasEndedWellCountsNotAndAFailedOneAsksForNothing() {
        PreviewLoad load = PodLoad.of(
                List.of(
                        pod("Succeeded", false, asking("2", "1Gi")),
                        pod("Failed", false, asking("2", "1Gi")),
                        pod("Running", true, asking("5m", "1Mi"))),
                Optional.empty());

        assertThat(load).isEqualTo(new PreviewLoad(1, 2, 5, 1024 * 1024, Optional.empty()));
    }

    @Test
    void whoAsksForNothingCountsAsNothingAndAPartOfAThousandthAsAWhole() {
        assertThat(PodLoad.of(
                        List.of(
                                new PodBuilder()
                                        .withNewSpec()
                                        .addNewContainer()
                                        .endContainer()
                                        .endSpec()
                                        .build(),
                                pod("Running", false, asking("0.0001", "1"))),
                        Optional.empty()))
                .isEqualTo(new PreviewLoad(0, 2, 1, 1, Optional.empty()));
        assertThat(PodLoad.of(List.of(), Optional.of("all")))
                .isEqualTo(new PreviewLoad(0, 0, 0, 0, Optional.of("all")));
    }

    private static Container asking(String cpu, String memory) {
        return new ContainerBuilder()
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)))
                .endResources()
                .build();
    }

    private static Pod pod(String phase, boolean ready, Container... containers) {
        return new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .withContainers(containers)
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
    }
}
