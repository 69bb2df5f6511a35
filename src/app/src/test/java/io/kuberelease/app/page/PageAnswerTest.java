package io.kuberelease.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageAnswerTest {
    @Test
    void aDocumentIsSentOnceToAClientThatKeepsIt() {
        JsonDocument document = new JsonDocument(JobPage.of(List.of()));
        PageAnswer first = PageAnswer.document(document, Optional.empty());
        PageAnswer again =
                PageAnswer.document(document, Optional.of(first.headers().get("ETag")));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.content()).isEqualTo(document.content());
        assertThat(first.headers()).containsEntry("Content-Type", JsonDocument.TYPE);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.content()).isEmpty();
        assertThat(PageAnswer.document(document, Optional.of("\"other\"")).status())
                .isEqualTo(200);
    }

    @Test
    void aKeptFileIsPlainTextThatNothingOpens(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("console.log"), "<script>\n");
        PageAnswer answer = PageAnswer.file(new KeptFile(file), UnaryOperator.identity());

        assertThat(new String(answer.content(), StandardCharsets.UTF_8)).isEqualTo("<script>\n");
        assertThat(answer.headers()).containsAllEntriesOf(KeptFile.HEADERS);
    }
}
