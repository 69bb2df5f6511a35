package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.page.HostedRelease;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.testkit.SamplePlan;
import io.kuberelease.view.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller that goes down while it writes, or a full disk, may leave anything behind. */
class BuildReleasesTest {
    private static final JournalCodec CODEC = new JournalCodec();

    @TempDir
    private Path root;

    private final ReleasePlan plan = SamplePlan.toProduction();

    @BeforeEach
    void oneGoodRelease() {
        try (FileJournal journal = FileJournal.open(root.resolve("good"), CODEC)) {
            journal.append(new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.Planned(plan)));
        }
    }

    @Test
    void aReleaseThatHasNotBegunIsNone() throws IOException {
        keep("bad", "");

        assertThat(read()).singleElement().extracting(HostedRelease::id).isEqualTo(plan.release());
        assertThat(releases().unreadable()).isEmpty();
    }

    @Test
    void aBrokenReleaseIsNamedAndHidesNoOther() throws IOException {
        keep("bad", "\0\0\0\n");

        assertThat(read()).singleElement().extracting(HostedRelease::id).isEqualTo(plan.release());
        assertThat(releases().directory(plan.release().value())).contains(root.resolve("good"));
        assertThat(releases().unreadable())
                .singleElement()
                .asString()
                .contains("release bad can't be told", "bad/journal.jsonl is broken");
    }

    private List<HostedRelease> read() {
        return releases().all(directory -> new HostedRelease(FileJournal.ofRelease(directory, CODEC), Details.NONE));
    }

    private BuildReleases releases() {
        return new BuildReleases(root);
    }

    private void keep(String release, String journal) throws IOException {
        Files.writeString(Files.createDirectories(root.resolve(release)).resolve(FileJournal.FILE), journal);
    }
}
