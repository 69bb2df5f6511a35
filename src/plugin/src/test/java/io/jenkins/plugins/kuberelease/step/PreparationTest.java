package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.testkit.SamplePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
    /** The repository, the registry or a cluster may be away when a step is resumed. */
    @Test
    void nothingIsAskedAgainForAReleaseThatHasItsPlan(@TempDir Path directory) throws Exception {
        try (FileJournal journal = FileJournal.open(directory, new JournalCodec())) {
            journal.append(new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.Planned(SamplePlan.toProduction())));
        }

        Preparation.unlessDone(directory, () -> {
            throw new IOException("the repository does not answer");
        });
    }

    @Test
    void aReleaseWithoutAPlanGetsOne(@TempDir Path directory) throws Exception {
        AtomicInteger made = new AtomicInteger();

        Preparation.unlessDone(directory.resolve("step-7"), made::incrementAndGet);

        assertThat(made).hasValue(1);
    }

    /** The controller was ended between the two: there is nothing to go on with. */
    @Test
    void aReleaseWhoseJournalIsEmptyGetsItsPlan(@TempDir Path directory) throws Exception {
        Files.createFile(directory.resolve(FileJournal.FILE));
        AtomicInteger made = new AtomicInteger();

        Preparation.unlessDone(directory, made::incrementAndGet);

        assertThat(made).hasValue(1);
    }
}
