package io.kuberelease.app.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.app.actions.HostedRelease;
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

/** A host that goes down while it writes, or a full disk, may leave anything behind. */
class KeptReleasesTest {
    @TempDir
    private Path root;

    private final ReleasePlan plan = SamplePlan.toProduction();

    @BeforeEach
    void oneGoodRelease() throws IOException {
        new ReleaseDirectory(root.resolve("good"))
                .begin("app: polls", new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.Planned(plan)));
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
        assertThat(releases().find(plan.release().value())).contains(new ReleaseDirectory(root.resolve("good")));
        assertThat(releases().unreadable())
                .singleElement()
                .asString()
                .contains("release bad can't be told", "bad/journal.jsonl is broken");
    }

    private List<HostedRelease> read() {
        return releases().read(directory -> new HostedRelease(new ReleaseDirectory(directory).journal(), Details.NONE));
    }

    private KeptReleases releases() {
        return new KeptReleases(root);
    }

    private void keep(String release, String journal) throws IOException {
        Files.writeString(Files.createDirectories(root.resolve(release)).resolve(FileJournal.FILE), journal);
    }
}
