package io.kuberelease.app.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.view.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryCacheTest {
    private static final Path JOURNALS = Path.of("../adapters/src/test/resources/api");

    private final List<String> read = new ArrayList<>();
    private final SummaryCache releases = new SummaryCache(this::read, 2);

    @TempDir
    Path build;

    @Test
    void aReleaseThatIsOverIsReadOnce() throws IOException {
        Path release = release("step-1", "succeeded");

        ReleaseSummary first = releases.summary(release);
        ReleaseSummary second = releases.summary(release);

        assertThat(second)
                .isEqualTo(first)
                .isEqualTo(ReleaseSummary.of(hosted(release).data()));
        assertThat(read).containsExactly("step-1");
    }

    @Test
    void aReleaseThatGoesOnIsReadEachTime() throws IOException {
        Path release = release("step-1", "waiting");

        assertThat(releases.summary(release).status()).isEqualTo(ReleaseData.Status.WAITING);
        assertThat(releases.summary(release).status()).isEqualTo(ReleaseData.Status.WAITING);

        assertThat(read).containsExactly("step-1", "step-1");
    }

    @Test
    void aJournalThatGrewOrWasReplacedIsReadAgain() throws IOException {
        Path release = release("step-1", "succeeded");
        releases.summary(release);

        Files.delete(release.resolve(FileJournal.FILE));
        release("step-1", "crash-loop");

        assertThat(releases.summary(release).status()).isEqualTo(ReleaseData.Status.FAILED);
        Files.writeString(release.resolve(FileJournal.FILE), Files.readString(release.resolve(FileJournal.FILE)) + "{");
        assertThat(releases.summary(release).status()).isEqualTo(ReleaseData.Status.FAILED);
        assertThat(read).hasSize(3);
    }

    @Test
    void noMoreAreRememberedThanThereIsRoomFor() throws IOException {
        Path one = release("one", "succeeded");
        Path two = release("two", "succeeded");
        Path three = release("three", "succeeded");

        releases.summary(one);
        releases.summary(two);
        releases.summary(one);
        releases.summary(three);
        releases.summary(one);
        releases.summary(two);

        assertThat(read).containsExactly("one", "two", "three", "two");
    }

    private Path release(String name, String journal) throws IOException {
        Path release = Files.createDirectories(build.resolve(name));
        Files.copy(JOURNALS.resolve(journal + ".jsonl"), release.resolve(FileJournal.FILE));
        return release;
    }

    private HostedRelease read(Path release) {
        read.add(String.valueOf(release.getFileName()));
        return hosted(release);
    }

    private static HostedRelease hosted(Path release) {
        return new HostedRelease(FileJournal.read(release, new JournalCodec()), Details.NONE);
    }
}
