package io.kuberelease.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A repository has one name, however it was written. */
class ImageRepositoryTest {

    @ParameterizedTest
    @CsvSource({
        "acme/polls, docker.io/acme/polls",
        "docker.io/acme/polls, docker.io/acme/polls",
        "index.docker.io/acme/polls, docker.io/acme/polls",
        "registry-1.docker.io/acme/polls, docker.io/acme/polls",
        "docker.io/busybox, docker.io/library/busybox",
        "library/busybox, docker.io/library/busybox",
        "localhost/polls, localhost/polls",
        "registry:5000/polls, registry:5000/polls",
        "eu.gcr.io/acme/polls, eu.gcr.io/acme/polls",
    })
    void whatAPersonWritesIsTheNameThatRuntimesUnderstand(String written, String name) {
        assertThat(ImageRepository.named(written).value()).isEqualTo(name);
    }

    @Test
    void aNameAloneIsAMistakeInAReleaseFileAndOneOfDockerHubsInAManifest() {
        assertThatIllegalArgumentException().isThrownBy(() -> ImageRepository.named("polls"));
        assertThat(ImageRepository.canonical("busybox")).isEqualTo("docker.io/library/busybox");
    }

    @Test
    void theHostOfAChartsRegistryIsNeverTakenForAnOwnerInDockerHub() {
        assertThat(new ImageRepository("charts/acme").value()).isEqualTo("charts/acme");
    }
}
