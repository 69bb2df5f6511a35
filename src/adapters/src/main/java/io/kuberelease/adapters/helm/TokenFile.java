package io.kuberelease.adapters.helm;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.adapters.cluster.ExpiringTokenProvider;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A file with a cluster's token, which Helm reads again and again, since an upgrade may outlast a token. Only this user
 * may read the file, and it is deleted when the deployment has ended.
 */
final class TokenFile implements AutoCloseable {
    /** Half of the minute after which client-go reads such a file again. */
    static final Duration RENEWED = Duration.ofSeconds(30);

    private static final String PREFIX = "token-";
    /** Age at which files of killed processes are deleted: their tokens have expired by then. */
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private final ExpiringTokenProvider tokens;
    private final Path file;
    private final Consumer<String> trouble;
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(TokenFile::thread);
    private boolean closed;

    private TokenFile(ExpiringTokenProvider tokens, Path file, Consumer<String> trouble) {
        this.tokens = tokens;
        this.file = file;
        this.trouble = trouble;
    }

    /**
     * Writes the token, and renews it until this is closed. Deletes old files that killed processes left in the
     * directory.
     *
     * @param renewed the time between two renewals
     * @param trouble gets a message when a renewal fails, after which the old token stays in the file
     * @throws ReleaseException.Errored when the directory can't be written to
     */
    static TokenFile keep(Path directory, ExpiringTokenProvider tokens, Duration renewed, Consumer<String> trouble) {
        try {
            Files.createDirectories(directory);
            removeLeftBehind(directory);
            // Temporary files are made for their owner alone.
            TokenFile made = new TokenFile(tokens, Files.createTempFile(directory, PREFIX, ""), trouble);
            made.write(tokens.getToken());
            var unused = made.renewal.scheduleWithFixedDelay(
                    made::renew, renewed.toMillis(), renewed.toMillis(), TimeUnit.MILLISECONDS);
            return made;
        } catch (IOException problem) {
            throw new ReleaseException.Errored(
                    Cause.of(
                                    CauseKind.UNAVAILABLE,
                                    "the cluster's token can't be kept for Helm in " + directory + ": "
                                            + problem.getMessage())
                            .suggesting("check that the disk is not full and the directory may be written to"),
                    Duration.ZERO,
                    problem);
        }
    }

    /** The kubeconfig with this file as the token of every user. */
    String in(String kubeconfig) {
        Config config = Serialization.unmarshal(kubeconfig, Config.class);
        config.getUsers().forEach(user -> {
            user.getUser().setToken(null);
            user.getUser().setTokenFile(file.toAbsolutePath().toString());
        });
        return Serialization.asYaml(config);
    }

    /** Deletes the file. Does not wait for a renewal that is in progress, which then writes nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        renewal.shutdownNow();
        // By File and not by Path: on some file systems the latter fails if this thread is interrupted.
        file.toFile().delete();
    }

    private void renew() {
        try {
            write(tokens.getToken());
        } catch (IOException | RuntimeException later) {
            trouble.accept("the cluster's token could not be renewed for Helm: " + later.getMessage());
        }
    }

    /** Replaces the file atomically, so that a reader sees the old token or the new one. */
    private synchronized void write(String token) throws IOException {
        if (closed) {
            return;
        }
        Path next = Files.createTempFile(file.getParent(), PREFIX, "");
        try {
            Files.writeString(next, token);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void removeLeftBehind(Path directory) throws IOException {
        long last = System.currentTimeMillis() - LEFT_BEHIND.toMillis();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path left : files) {
                // The time is zero for a file that its owner has removed meanwhile, and deleting that does no harm.
                if (left.toFile().lastModified() < last) {
                    Files.deleteIfExists(left);
                }
            }
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "token of a cluster");
        thread.setDaemon(true);
        return thread;
    }
}
