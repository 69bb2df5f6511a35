package io.jenkins.plugins.kuberelease.ground;

import hudson.model.Run;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.StageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The journal of a build's newest release, read from the controller's disk as it grows. */
public final class KeptJournal {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(3);
    private static final int LOOK_MILLIS = 5;

    private final Path releases;

    private KeptJournal(Path releases) {
        this.releases = releases;
    }

    /** Of a build, whether it has one yet or not. */
    public static KeptJournal of(Run<?, ?> run) {
        return new KeptJournal(run.getRootDir().toPath().resolve("kube-release"));
    }

    /** Of the first build of a job, in the home directory of a Jenkins that runs elsewhere. */
    public static KeptJournal of(Path home, String job) {
        return new KeptJournal(home.resolve("jobs").resolve(job).resolve("builds/1/kube-release"));
    }

    /** Whether one of the build's releases has none yet, since it is not planned. */
    static boolean isMissing(Run<?, ?> run) throws IOException {
        try (Stream<Path> releases = Files.list(of(run).releases)) {
            return releases.anyMatch(release -> !Files.exists(release.resolve(FileJournal.FILE)));
        }
    }

    /** All that was written so far. */
    public List<JournalEntry> entries() throws IOException {
        return directory()
                .map(release -> FileJournal.read(release, new JournalCodec()))
                .orElse(List.of());
    }

    /** What it says now. */
    public ReleaseState state() throws IOException {
        return find().orElseThrow();
    }

    /** Waits until a stage has begun. */
    public void awaitStarted(String stage) throws IOException, InterruptedException {
        StageId id = new StageId(stage);
        await("stage " + stage + " has begun", () -> entries().stream()
                .anyMatch(entry -> entry.event() instanceof ReleaseEvent.StageStarted started
                        && started.stage().equals(id)));
    }

    /** Whether a stage has begun at that time or later, and not ended. */
    public boolean isIn(String stage, Instant since) throws IOException {
        StageId id = new StageId(stage);
        boolean in = false;
        for (JournalEntry entry : entries()) {
            if (entry.event() instanceof ReleaseEvent.StageStarted started
                    && started.stage().equals(id)) {
                in = !entry.at().isBefore(since);
            } else if (entry.event() instanceof ReleaseEvent.StageEnded ended
                    && ended.stage().equals(id)) {
                in = false;
            }
        }
        return in;
    }

    /** Waits until the release was taken up at that time or later. */
    public void awaitTakenUp(Instant since) throws IOException, InterruptedException {
        await("it was taken up after " + since, () -> entries().stream()
                .filter(entry -> !entry.at().isBefore(since))
                .anyMatch(entry -> entry.event() instanceof ReleaseEvent.Resumed));
    }

    /** The stages that were done and began again. */
    public Set<StageId> begunAgain() throws IOException {
        Set<StageId> done = new HashSet<>();
        Set<StageId> again = new HashSet<>();
        for (JournalEntry entry : entries()) {
            if (entry.event() instanceof ReleaseEvent.StageStarted started && done.contains(started.stage())) {
                again.add(started.stage());
            } else if (entry.event() instanceof ReleaseEvent.StageEnded ended
                    && ended.outcome() instanceof StageOutcome.Succeeded) {
                done.add(ended.stage());
            }
        }
        return again;
    }

    /** Waits until the journal says so. */
    public void await(String what, Predicate<ReleaseState> wanted) throws IOException, InterruptedException {
        await(what, () -> find().filter(wanted).isPresent());
    }

    private void await(String what, Question answered) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(TIME_LIMIT);
        while (!answered.isTrue()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited in vain until " + what + "; what was begun: " + begun());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** How each stage that was begun stands. */
    private String begun() throws IOException {
        return find().stream()
                .flatMap(state -> state.all().stream())
                .filter(StageState::wasBegun)
                .map(stage -> "\n  " + stage.stage().id() + " " + stage.outcome())
                .collect(Collectors.joining());
    }

    /** Something that may not be true yet. */
    private interface Question {
        boolean isTrue() throws IOException;
    }

    private Optional<ReleaseState> find() throws IOException {
        return directory().flatMap(KeptJournal::read);
    }

    private Optional<Path> directory() throws IOException {
        if (!Files.isDirectory(releases)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(releases)) {
            return found.filter(release -> Files.exists(release.resolve(FileJournal.FILE)))
                    .max(Comparator.comparing(KeptJournal::beganAt));
        }
    }

    private static Instant beganAt(Path release) {
        return FileJournal.first(release, new JournalCodec())
                .map(JournalEntry::at)
                .orElse(Instant.MIN);
    }

    private static Optional<ReleaseState> read(Path release) {
        var entries = FileJournal.read(release, new JournalCodec());
        return entries.isEmpty() || !(entries.get(0).event() instanceof ReleaseEvent.Planned)
                ? Optional.empty()
                : Optional.of(ReleaseState.of(entries));
    }
}
