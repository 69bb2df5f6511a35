package io.kuberelease.adapters.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.StageId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in an entry, it has room in a journal, and can be read again. */
class EntryLimitTest {
    private final JournalCodec codec = new JournalCodec();

    static List<ReleaseEvent> tooLong() {
        StageId stage = new StageId("staging.verify");
        return List.of(
                new ReleaseEvent.AbortRequested("a".repeat(2_000_000)),
                new ReleaseEvent.AbortRequested("\u0001\ud83d\ude80\u65e5".repeat(500_000)),
                new ReleaseEvent.StageEnded(
                        stage,
                        1,
                        new StageOutcome.Succeeded(new StageOutput.Published(
                                PerImage.single(Collections.nCopies(50_000, "v1.0.0-" + "x".repeat(100)))))),
                new ReleaseEvent.SinkNoted("slack", "k", "\"".repeat(1_000_000)));
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void anEntryThatIsTooLongIsCutAndSaysSo(ReleaseEvent event) {
        JournalEntry entry = new JournalEntry(7, Instant.parse("2026-11-29T19:38:44Z"), event);

        String line = codec.write(entry);

        assertThat(line.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(EntryLimit.MOST);
        assertThat(line).contains("\"cut\":true", "(cut");
        JournalEntry kept = codec.read(line);
        assertThat(kept.number()).isEqualTo(7);
        assertThat(kept.event()).hasSameClassAs(event);
        assertThat(codec.read(codec.write(kept))).isEqualTo(kept);
    }
}
