package io.kuberelease.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.testkit.SamplePlan;
import io.kuberelease.testkit.contract.JournalContract;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest implements JournalContract {
    private static final Instant NOW = Instant.parse("2025-06-01T10:15:30.123Z");
    private static final JournalEntry PLAN =
            new JournalEntry(0, NOW, new ReleaseEvent.Planned(SamplePlan.withApproval()));
    private static final JournalEntry FOILED = new JournalEntry(
            1,
            NOW,
            new ReleaseEvent.StageEnded(
                    new StageId("staging.deploy"),
                    2,
                    new StageOutcome.Errored(
                            Cause.of(CauseKind.UNAVAILABLE, "API server away")
                                    .seen(List.of(new Evidence("events", List.of("line"))))
                                    .suggesting("wait"),
                            Duration.ofSeconds(3))));

    @TempDir
    Path directory;

    private final JournalCodec codec = new JournalCodec();

    @Override
    public Journal open() {
        return FileJournal.open(directory, codec);
    }

    @Test
    void onlyItsOwnerMayReadItWhateverTheUmaskSays(@TempDir Path state) throws IOException {
        Path release = state.resolve("polls/r1");
        Files.createDirectories(release);
        Files.setPosixFilePermissions(release, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = Files.createFile(release.resolve(FileJournal.FILE));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        FileJournal.open(release, new JournalCodec()).close();
        FileJournal.open(state.resolve("other/r2"), new JournalCodec()).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (String directory : List.of("polls/r1", "other", "other/r2")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(directory))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void givesBackWhatWasWritten() {
        try (FileJournal journal = FileJournal.open(directory, codec)) {
            journal.append(PLAN);
            journal.append(FOILED);
        }

        assertThat(FileJournal.read(directory, codec)).containsExactly(PLAN, FOILED);
    }

    @Test
    void cutsOffALineThatACrashLeftHalfWritten() throws Exception {
        try (FileJournal journal = FileJournal.open(directory, codec)) {
            journal.append(PLAN);
        }
        Files.writeString(directory.resolve(FileJournal.FILE), "{\"v\":1,\"n\":1,\"at", StandardOpenOption.APPEND);

        try (FileJournal journal = FileJournal.open(directory, codec)) {
            assertThat(journal.entries()).containsExactly(PLAN);
            journal.append(FOILED);
            assertThat(journal.entries()).containsExactly(PLAN, FOILED);
        }
    }

    @Test
    void cutsOffWhatATryLeftThatFailed() throws Exception {
        try (FileJournal journal = FileJournal.open(directory, codec)) {
            journal.append(PLAN);
            String left = codec.write(FOILED) + "\n{\"v\":1,\"n\":2,\"at";
            Files.writeString(directory.resolve(FileJournal.FILE), left, StandardOpenOption.APPEND);

            journal.append(FOILED);

            assertThat(journal.entries()).containsExactly(PLAN, FOILED);
        }
    }

    @Test
    void readsTheFirstEntryWithoutLookingAtTheRest() throws Exception {
        Files.writeString(directory.resolve(FileJournal.FILE), codec.write(PLAN) + "\nnot an entry\n");

        assertThat(FileJournal.first(directory, codec)).contains(PLAN);
    }

    @Test
    void hasNoFirstEntryBeforeItWasWrittenWhole() throws Exception {
        Files.writeString(directory.resolve(FileJournal.FILE), codec.write(PLAN));

        assertThat(FileJournal.first(directory, codec)).isEmpty();
    }

    @Test
    void hasOneWriter() {
        try (FileJournal journal = FileJournal.open(directory, codec)) {
            journal.append(PLAN);
            assertThatThrownBy(() -> FileJournal.open(directory, codec))
                    .isInstanceOf(ReleaseException.Failed.class)
                    .hasMessageContaining("being run by another process");
        }
    }

    @Test
    void keepsOtherProcessesFromWritingAlsoOnceItWasRead() throws Exception {
        assertThat(isOpenedByAnotherProcess()).isTrue();
        try (FileJournal journal = FileJournal.open(directory, codec)) {
            journal.append(PLAN);

            assertThat(journal.entries()).containsExactly(PLAN);
            assertThat(FileJournal.read(directory, codec)).containsExactly(PLAN);
            assertThatThrownBy(() -> FileJournal.open(directory, codec)).isInstanceOf(ReleaseException.Failed.class);
            assertThat(FileJournal.isHeld(directory)).isTrue();

            assertThat(isOpenedByAnotherProcess()).isFalse();
        }
        assertThat(isOpenedByAnotherProcess()).isTrue();
    }

    @Test
    void oneThatAVersionWithoutTheLocksFileWritesIsNotOpened() throws Exception {
        try (FileJournal journal = FileJournal.open(directory, codec)) {
            journal.append(PLAN);
        }
        try (FileChannel before = FileChannel.open(directory.resolve(FileJournal.FILE), StandardOpenOption.WRITE)) {
            assertThat(before.tryLock()).isNotNull();
            assertThatThrownBy(() -> FileJournal.open(directory, codec))
                    .isInstanceOf(ReleaseException.Failed.class)
                    .hasMessageContaining("being run by another process");
        }
        FileJournal.open(directory, codec).close();
    }

    /** Whether a process of its own can open the journal for writing. */
    private boolean isOpenedByAnotherProcess() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opener.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String told = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(told).containsAnyOf("opened", "being run by another process");
        return told.contains("opened");
    }

    /** Another process: opens a journal, and says whether it could. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) {
            try {
                FileJournal.open(Path.of(arguments[0]), new JournalCodec()).close();
                System.out.println("opened");
            } catch (ReleaseException refused) {
                System.out.println(refused.reason().summary());
            }
        }
    }

    @Test
    void askedWhetherItIsHeldChangesNothing() throws Exception {
        assertThat(FileJournal.isHeld(directory)).isFalse();
        try (FileJournal journal = FileJournal.open(directory, codec)) {
            journal.append(PLAN);
            assertThat(FileJournal.isHeld(directory)).isTrue();
        }
        Path file = directory.resolve(FileJournal.FILE);
        Files.writeString(file, "{\"v\":1,\"n\":1,\"at", StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(file);

        assertThat(FileJournal.isHeld(directory)).isFalse();
        assertThat(FileJournal.isHeld(directory.resolve("none"))).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void refusesAJournalOfALaterVersionInWords() {
        assertThatThrownBy(() -> codec.read("{\"v\":99,\"n\":0,\"at\":\"2025-06-01T10:15:30Z\",\"event\":{}}"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("of version 99");
    }

    @Test
    void readsTheJournalsOfEveryVersionEverReleased() throws Exception {
        Path kept = Path.of(getClass().getResource("/journals/v1").toURI());

        assertThat(FileJournal.read(kept, codec)).containsExactly(PLAN, FOILED);
    }
}
