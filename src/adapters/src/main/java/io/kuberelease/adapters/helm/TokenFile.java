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
 * The token of a cluster where Helm reads it again, since an upgrade may take longer than a token lives. Only this user
 * may read the file, and it is gone when the deployment has ended.
 */
final class TokenFile implements AutoCloseable {
    /** client-go reads such a file again after a minute. */
    static final Duration RENEWED = Duration.ofSeconds(30);

    private static final String PREFIX = "token-";
    /** What is in it has ended by then. */
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
     * Keeps the token until this is closed. What a killed process has left in the directory is removed once it is of no
     * use.
     *
     * @param renewed how often it is written anew
     * @param trouble is told when it can't be; the one that is there may last until then
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

    /** The same access, with the token from the file. */
    String in(String kubeconfig) {
        Config config = Serialization.unmarshal(kubeconfig, Config.class);
        config.getUsers().forEach(user -> {
            user.getUser().setToken(null);
            user.getUser().setTokenFile(file.toAbsolutePath().toString());
        });
        return Serialization.asYaml(config);
    }

    /** Returns at once: a renewal that is under way writes nothing any more. */
    @Override
    public synchronized void close() {
        closed = true;
        renewal.shutdownNow();
        // Not by its path, which an interrupt of this thread would spoil for some file systems.
        file.toFile().delete();
    }

    private void renew() {
        try {
            write(tokens.getToken());
        } catch (IOException | RuntimeException later) {
            trouble.accept("the cluster's token could not be renewed for Helm: " + later.getMessage());
        }
    }

    /** In one go: a reader sees the old one or the new one. */
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
                // Zero for one that its owner has removed meanwhile.
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
