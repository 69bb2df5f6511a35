package io.kuberelease.adapters.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.kuberelease.adapters.disk.PrivateFiles;
import io.kuberelease.adapters.disk.ProcessLock;
import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A journal in an append-only file, synced after each write, with one writer at a time among all processes. */
public final class FileJournal implements Journal {
    /** The journal's file in a release's directory. */
    public static final String FILE = "journal.jsonl";

    private static final String LOCK = "journal.lock";

    private final Path file;
    private final JournalCodec codec;
    private final FileChannel channel;
    private final ProcessLock lock;
    private long end;

    /**
     * @param end the offset in bytes after the last whole line
     */
    private FileJournal(Path file, JournalCodec codec, FileChannel channel, ProcessLock lock, long end) {
        this.file = file;
        this.codec = codec;
        this.channel = channel;
        this.lock = lock;
        this.end = end;
    }

    /**
     * Opens the journal in a release's directory for writing; both are created if missing. An incomplete last line,
     * left by a crash, is cut off.
     *
     * @throws ReleaseException.Failed when it is open for writing already, in this process or another
     * @throws ReleaseException.Errored when the file can't be opened
     */
    public static FileJournal open(Path directory, JournalCodec codec) {
        Path file = directory.resolve(FILE);
        try {
            PrivateFiles.createDirectories(directory);
            ProcessLock lock = ProcessLock.take(directory.resolve(LOCK)).orElseThrow(() -> another(directory));
            return open(directory, codec, lock);
        } catch (IOException e) {
            throw unavailable("open", file, e);
        }
    }

    private static FileJournal open(Path directory, JournalCodec codec, ProcessLock lock) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            FileChannel channel = PrivateFiles.open(file);
            if (isWrittenByVersionBefore(channel)) {
                channel.close();
                throw another(directory);
            }
            long end = JournalFile.lengthOfWholeLines(channel);
            channel.truncate(end);
            return new FileJournal(file, codec, channel, lock, end);
        } catch (IOException | ReleaseException.Failed e) {
            lock.close();
            throw e;
        }
    }

    /** Those that knew no lock's file held the journal itself, and may run for days while a later one is installed. */
    private static boolean isWrittenByVersionBefore(FileChannel channel) throws IOException {
        try (FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException here) {
            return true;
        }
    }

    /** Whether any process, this one included, has the journal open for writing. Changes nothing. */
    public static boolean isHeld(Path directory) {
        try {
            return ProcessLock.isTaken(directory.resolve(LOCK));
        } catch (IOException e) {
            throw unavailable("look at the lock of", directory.resolve(FILE), e);
        }
    }

    /** Reads a journal that another process may be writing, without an incomplete last line. */
    public static List<JournalEntry> read(Path directory, JournalCodec codec) {
        Path file = directory.resolve(FILE);
        try {
            return JournalFile.wholeLines(file).map(codec::read).toList();
        } catch (IOException e) {
            throw unavailable("read", file, e);
        }
    }

    /**
     * Reads the journal of a release that has begun: all entries, of which the first is its plan. Who lists releases
     * tells one that can't be read beside the others.
     *
     * @throws ReleaseException.Failed when the journal is empty, or not all of it is a release's; the message names it
     */
    public static List<JournalEntry> ofRelease(Path directory, JournalCodec codec) {
        List<JournalEntry> entries;
        try {
            entries = read(directory, codec);
            ReleaseState unused = ReleaseState.of(entries);
        } catch (ReleaseException.Failed broken) {
            throw unusable(directory, broken.reason().summary(), broken);
        } catch (IllegalArgumentException | IllegalStateException | NoSuchElementException broken) {
            throw unusable(
                    directory, Objects.requireNonNullElse(broken.getMessage(), "it does not fit together"), broken);
        }
        return entries;
    }

    /**
     * Whether a release has begun in the directory: its journal has the plan. It is empty where a process was ended
     * before it could write, and nothing was done then.
     */
    public static boolean hasBegun(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) && JournalFile.firstWholeLine(file).isPresent();
        } catch (IOException e) {
            throw unavailable("read", file, e);
        }
    }

    /**
     * Reads only the first entry, which tells the release and the plan with which it began.
     *
     * @return empty until the first line is complete
     */
    public static Optional<JournalEntry> first(Path directory, JournalCodec codec) {
        Path file = directory.resolve(FILE);
        try {
            return JournalFile.firstWholeLine(file).map(codec::read);
        } catch (IOException e) {
            throw unavailable("read", file, e);
        }
    }

    @Override
    public List<JournalEntry> entries() {
        try {
            return JournalFile.wholeLines(file).map(codec::read).toList();
        } catch (IOException e) {
            throw unavailable("read", file, e);
        }
    }

    @Override
    public void append(List<JournalEntry> entries) {
        try {
            // Removes what a failed write left, for example on a full disk: the entries are written again as a whole.
            channel.truncate(end).position(end);
            String text =
                    entries.stream().map(entry -> codec.write(entry) + "\n").collect(joining());
            ByteBuffer lines = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
            channel.force(false);
            end = channel.position();
        } catch (IOException e) {
            throw unavailable("write", file, e);
        }
    }

    @Override
    public void close() {
        try (lock) {
            channel.close();
        } catch (IOException e) {
            throw unavailable("close", file, e);
        }
    }

    private static ReleaseException.Failed unusable(Path directory, String why, Exception cause) {
        return new ReleaseException.Failed(
                Cause.of(
                                CauseKind.BAD_INPUT,
                                "release " + directory.getFileName() + " can't be told: its journal "
                                        + directory.resolve(FILE) + " is broken: " + why)
                        .suggesting("look what " + directory + " still has, and move it away"),
                cause);
    }

    private static ReleaseException.Failed another(Path directory) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.LOCKED, "release " + directory.getFileName() + " is being run by another process")
                        .suggesting("answer there, or end that process first"));
    }

    private static ReleaseException.Errored unavailable(String verb, Path file, IOException e) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "can't " + verb + " the journal " + file + ": " + e.getMessage())
                        .suggesting("make room, or check the directory's permissions"),
                Duration.ZERO,
                e);
    }

    /** The lines of a journal's file, of which the last may have been cut off by a crash. */
    private static final class JournalFile {
        private JournalFile() {}

        static Stream<String> wholeLines(Path file) throws IOException {
            String text = new String(Files.readAllBytes(file), UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines();
        }

        /** Reads no further than the end of that line: journals grow, and no more is needed to tell whose one is. */
        static Optional<String> firstWholeLine(Path file) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
                for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                    if (next == '\n') {
                        return Optional.of(line.toString(UTF_8));
                    }
                    line.write(next);
                }
            }
            return Optional.empty();
        }

        static long lengthOfWholeLines(FileChannel channel) throws IOException {
            long end = channel.size();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (end > 0) {
                one.clear();
                channel.read(one, end - 1);
                if (one.get(0) == '\n') {
                    return end;
                }
                end--;
            }
            return 0;
        }
    }
}
