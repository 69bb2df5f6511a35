package io.kuberelease.app.hosting;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.AnsweredPlan;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The directory of one release in a host. What the release needs of its source is written first, then the journal: a
 * directory with a journal is therefore complete.
 */
public record ReleaseDirectory(Path path) {
    /** The files of the source that the release needs where the source is not. */
    public static final String SOURCE = "source";

    /** The tests' own reports. */
    public static final String REPORTS = "reports";

    /** The release file merged with the settings beside it, for later releases of the same bundle. */
    private static final String DESCRIPTION = "release-file.yaml";

    private static final String CONSOLE = "console.log";
    private static final JournalCodec CODEC = new JournalCodec();

    /** Whether the release has its plan: then nothing has to be asked for that again. */
    public boolean hasPlan() {
        return FileJournal.hasBegun(path);
    }

    /**
     * The journal as far as it is written.
     *
     * @throws ReleaseException.Failed when it is broken; the message names it
     */
    public List<JournalEntry> journal() {
        return FileJournal.ofRelease(path, CODEC);
    }

    /** The plan; absent when the release has not begun. */
    public Optional<ReleasePlan> plan() {
        return FileJournal.first(path, CODEC)
                .map(JournalEntry::event)
                .filter(ReleaseEvent.Planned.class::isInstance)
                .map(planned -> ((ReleaseEvent.Planned) planned).plan());
    }

    /** Whether the release has that id; not when its journal is broken, which is told where releases are listed. */
    boolean isOf(String release) {
        try {
            return plan().filter(plan -> plan.release().value().equals(release)).isPresent();
        } catch (ReleaseException.Failed broken) {
            return false;
        }
    }

    /**
     * Reads a plan that another process has made, as the first entry of a journal. A journal that began with anything
     * else would be in the way of every page that lists its release.
     *
     * @throws IOException when it is something else
     */
    public static JournalEntry planned(String entry) throws IOException {
        JournalEntry read = CODEC.read(entry);
        if (read.number() != 0 || !(read.event() instanceof ReleaseEvent.Planned)) {
            throw new IOException("the agent answered with something else than a plan");
        }
        return read;
    }

    /**
     * Keeps files of the source. Their names are checked, since they come from another machine, which must not write
     * elsewhere on this one.
     *
     * @param files by path relative to the release file
     */
    public void keep(Map<String, byte[]> files) throws IOException {
        Path source = Files.createDirectories(path.resolve(SOURCE));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path kept = source.resolve(file.getKey()).normalize();
            if (!kept.startsWith(source) || kept.equals(source)) {
                throw new IOException("the agent sent a file that leads out of its place: " + file.getKey());
            }
            Files.createDirectories(Objects.requireNonNull(kept.getParent(), "what is below a directory has one"));
            Files.write(kept, file.getValue());
        }
    }

    /**
     * Begins the journal.
     *
     * @param description the release file
     */
    public void begin(String description, JournalEntry plan) throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve(DESCRIPTION), description);
        try (FileJournal journal = FileJournal.open(path, CODEC)) {
            journal.append(plan);
        }
    }

    /**
     * Begins a release with what the machine that has the source answered.
     *
     * @param plan the first entry of the journal
     * @param description as {@link #begin(String, JournalEntry)}
     * @param files as {@link #keep}
     * @throws BadRequest when it is no answer to what was asked
     * @throws IOException when it is no plan, or can't be kept
     */
    public void begin(String plan, String description, Map<String, byte[]> files, ReleaseSpec asked)
            throws IOException, BadRequest {
        JournalEntry first = planned(plan);
        new AnsweredPlan(((ReleaseEvent.Planned) first.event()).plan(), description).requireAnswerTo(asked);
        keep(files);
        begin(description, first);
    }

    /** The release file that the release began with; absent when it was not kept. */
    public Optional<String> description() {
        return existing(path.resolve(DESCRIPTION)).map(file -> {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException("can't read " + file, e);
            }
        });
    }

    /** The place for the log of a release that has no build to write to. */
    public Path console() {
        return path.resolve(CONSOLE);
    }

    /** Opens that log, to go on where an earlier process has ended. */
    public OutputStream openConsole() throws IOException {
        return Files.newOutputStream(console(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** That log; absent when the release wrote to its build's console. */
    public Optional<Path> writtenConsole() {
        return existing(console());
    }

    /** The evidence of a failed stage; absent when none is kept. */
    public Optional<Path> evidence(StageId stage) {
        return PortsFactory.evidence(path).find(stage);
    }

    private static Optional<Path> existing(Path file) {
        return Optional.of(file).filter(Files::isRegularFile);
    }
}
