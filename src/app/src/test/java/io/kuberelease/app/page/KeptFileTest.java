package io.kuberelease.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFileTest {
    @TempDir
    Path release;

    @Test
    void ofAVeryLongFileTheBeginningIsShownAndThatThereIsMore() throws IOException {
        Path file = Files.write(
                release.resolve("console.log"), "a line\n".repeat(2_000_000).getBytes(StandardCharsets.UTF_8));

        String text = new KeptFile(file).text(UnaryOperator.identity());

        assertThat(text).startsWith("a line\n").endsWith("… the file is longer; no more of it is shown here\n");
        assertThat(text.length()).isBetween(KeptFile.MOST_BYTES, KeptFile.MOST_BYTES + 100);
    }

    @Test
    void aLinkToAnotherFileIsNotRead() throws IOException {
        Path secret = Files.writeString(release.resolve("secret.txt"), "a secret");
        Path link = Files.createSymbolicLink(release.resolve("staging.deploy.txt"), secret);

        assertThatThrownBy(() -> new KeptFile(link).text(UnaryOperator.identity()))
                .isInstanceOf(IOException.class);
    }
}
