package io.kuberelease.adapters.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept comes back, or it is said that it does not. */
class DirectoryReleaseFilesTest {
    private static final byte[] CONTENT = "a chart".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void keptTwiceItIsThereOnce() throws IOException {
        DirectoryReleaseFiles files = new DirectoryReleaseFiles(directory.resolve("not/yet"));

        Digest digest = files.keep(CONTENT);

        assertThat(files.keep(CONTENT)).isEqualTo(digest);
        assertThat(files.read(digest)).isEqualTo(CONTENT);
        try (Stream<Path> all = Files.list(directory.resolve("not/yet"))) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void whatWasAlteredIsRefusedAndKeptAnew() throws IOException {
        DirectoryReleaseFiles files = new DirectoryReleaseFiles(directory);
        Digest digest = files.keep(CONTENT);
        Files.writeString(directory.resolve("sha256-" + digest.hex()), "torn");

        assertThatThrownBy(() -> files.read(digest))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("not what was kept");
        assertThat(files.read(files.keep(CONTENT))).isEqualTo(CONTENT);
    }

    @Test
    void whatIsNotThereIsTold() {
        assertThatThrownBy(() -> new DirectoryReleaseFiles(directory).read(new Digest("sha256:" + "a".repeat(64))))
                .isInstanceOf(ReleaseException.Errored.class);
    }
}
