package io.kuberelease.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarrierMemoryTest {
    @TempDir
    private Path release;

    @Test
    void aReleaseKeepsItsNameOnThisMachine() throws IOException {
        String name = CarrierMemory.name(release);

        assertThat(name).isNotBlank().isEqualTo(CarrierMemory.name(release));
        try (var left = Files.list(release)) {
            assertThat(left).containsExactly(release.resolve("carrier"));
        }
    }

    /** As a full disk leaves it, or a process that was ended between the two. */
    @Test
    void aNameThatWasNeverWrittenIsNoName() throws IOException {
        Files.createFile(release.resolve("carrier"));

        assertThat(CarrierMemory.name(release)).isNotBlank();
    }
}
