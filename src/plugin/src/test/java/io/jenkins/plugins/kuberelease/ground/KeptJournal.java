package io.jenkins.plugins.kuberelease.ground;

import hudson.model.Run;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.StageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The journal of a build's one release, read from the controller's disk as it grows. */
public final class KeptJournal {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LOOK_MILLIS = 5;

    private final Path releases;

    private KeptJournal(Path releases) {
        this.releases = releases;
    }

    /** Of a build, whether it has one yet or not. */
    public static KeptJournal of(Run<?, ?> run) {
        return new KeptJournal(run.getRootDir().toPath().resolve("kube-release"));
    }

    /** What it says now. */
    public ReleaseState state() throws IOException {
        return find().orElseThrow();
    }

    /** Waits until a stage has begun. */
    public void awaitStarted(String stage) throws IOException, InterruptedException {
        StageId id = new StageId(stage);
        await("stage " + stage + " has begun", state -> state.stage(id).wasBegun());
    }

    /** Waits until the journal says so. */
    public void await(String what, Predicate<ReleaseState> wanted) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (find().filter(wanted).isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited in vain until " + what + "; the journal: " + find());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private Optional<ReleaseState> find() throws IOException {
        if (!Files.isDirectory(releases)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(releases)) {
            return found.filter(release -> Files.exists(release.resolve(FileJournal.FILE)))
                    .findFirst()
                    .flatMap(release -> read(release));
        }
    }

    private static Optional<ReleaseState> read(Path release) {
        var entries = FileJournal.read(release, new JournalCodec());
        return entries.isEmpty() || !(entries.get(0).event() instanceof ReleaseEvent.Planned)
                ? Optional.empty()
                : Optional.of(ReleaseState.of(entries));
    }
}
