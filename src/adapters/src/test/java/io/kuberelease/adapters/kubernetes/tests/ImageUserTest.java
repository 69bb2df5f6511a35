package io.kuberelease.adapters.kubernetes.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ContainerNeeds;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageUserTest {
    @ParameterizedTest
    @ValueSource(strings = {"10001", "10001:10001", "10001:app"})
    void aNumberIsTaken(String user) {
        assertThat(ImageUser.of("polls", user, ContainerNeeds.USUAL, "test.runAsUser"))
                .isEqualTo(10001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "root", "0", "0:0", "root:root"})
    void rootIsRefusedWithContainerFieldAndKey(String user) {
        assertThatThrownBy(() -> ImageUser.of("polls", user, ContainerNeeds.USUAL, "test.runAsUser"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("container test with image polls")
                .hasMessageContaining("securityContext.runAsNonRoot")
                .hasMessageContaining("is root");
    }

    @Test
    void aNameIsRefusedSinceAClusterCantSeeWhetherItIsRoot() {
        assertThatThrownBy(() -> ImageUser.of("polls", "app:app", ContainerNeeds.USUAL, "test.runAsUser"))
                .hasMessageContaining("the name \"app:app\"");
    }

    @Test
    void whatTheReleaseFileSaysCountsAlsoWhenItIsRoot() {
        assertThat(ImageUser.of("polls", "app", needs(70), "test.runAsUser")).isEqualTo(70);
        assertThat(ImageUser.of("polls", "10001", needs(0), "test.runAsUser")).isZero();
    }

    private static ContainerNeeds needs(long user) {
        return new ContainerNeeds(Optional.of(user), Optional.empty());
    }
}
