package io.kuberelease.adapters.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock for writing a release's journal, which one process of this machine holds at a time.
 *
 * <p>It locks a file of its own, not the journal: the system drops a process's locks on a file as soon as that process
 * closes any channel of it, and a journal is read by the process that writes it. For the same reason this class
 * remembers what this process holds, and opens no such file again.
 */
final class WriterLock implements AutoCloseable {
    static final String FILE = "journal.lock";
    /** More than one, since {@link #isTaken} in another process holds the lock for a moment too. */
    private static final int TRIES = 4;

    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Set<Path> OURS = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private WriterLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock; empty when this process or another has it.
     *
     * @param directory the release's, which exists
     */
    static Optional<WriterLock> take(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve(FILE);
        synchronized (OURS) {
            if (OURS.contains(file)) {
                return Optional.empty();
            }
            FileChannel channel = PrivateFiles.open(file);
            if (!hasLocked(channel)) {
                channel.close();
                return Optional.empty();
            }
            OURS.add(file);
            return Optional.of(new WriterLock(file, channel));
        }
    }

    private static boolean hasLocked(FileChannel channel) throws IOException {
        for (int tries = 1; tries <= TRIES; tries++) {
            if (channel.tryLock() != null) {
                return true;
            }
            LockSupport.parkNanos(MOMENT.toNanos());
        }
        return false;
    }

    /** Whether any process, this one included, has the lock. Changes nothing. */
    static boolean isTaken(Path directory) throws IOException {
        if (!Files.exists(directory.resolve(FILE))) {
            return false;
        }
        Path file = directory.toRealPath().resolve(FILE);
        synchronized (OURS) {
            if (OURS.contains(file)) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                    FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
                return shared == null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OURS) {
            channel.close();
            OURS.remove(file);
        }
    }
}
