package io.kuberelease.adapters.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that one process of this machine holds at a time, in one place of it.
 *
 * <p>It locks a file of its own, not that which it is about: the system drops a process's locks on a file as soon as
 * that process closes any channel of it, and a journal, say, is read by the process that writes it. For the same reason
 * this class remembers what this process holds, and opens no such file again.
 */
public final class ProcessLock implements AutoCloseable {
    /** More than one, since {@link #isTaken} in another process holds the lock for a moment too. */
    private static final int TRIES = 4;

    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Set<Path> OURS = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock; empty when this process or another has it.
     *
     * @param place the lock's file, in a directory that exists
     */
    public static Optional<ProcessLock> take(Path place) throws IOException {
        Path file = real(place);
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
            return Optional.of(new ProcessLock(file, channel));
        }
    }

    /** One name for the file, by whatever links somebody comes to it. */
    private static Path real(Path place) throws IOException {
        Path directory = Objects.requireNonNull(place.toAbsolutePath().getParent(), "a lock's file is in a directory");
        return directory.toRealPath().resolve(place.getFileName());
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
    public static boolean isTaken(Path place) throws IOException {
        if (!Files.exists(place)) {
            return false;
        }
        Path file = real(place);
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
