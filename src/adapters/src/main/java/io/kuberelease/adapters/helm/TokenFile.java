package io.kuberelease.adapters.helm;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The token of a cluster where Helm reads it again, since an upgrade may take longer than a token lives. Only this user
 * may read the file, and it is gone when the deployment has ended.
 */
final class TokenFile implements AutoCloseable {
    private static final String PREFIX = "token-";
    // client-go reads such a file again after a minute.
    private static final Duration RENEWED = Duration.ofSeconds(30);
    private static final Duration LEFT_BEHIND = RENEWED.multipliedBy(20);

    private final OAuthTokenProvider tokens;
    private final Path file;
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(TokenFile::thread);

    private TokenFile(OAuthTokenProvider tokens, Path file) {
        this.tokens = tokens;
        this.file = file;
    }

    /**
     * Keeps the token until this is closed. What a killed process has left in the directory is removed.
     *
     * @throws UncheckedIOException when the directory can't be written to
     */
    static TokenFile keep(Path directory, OAuthTokenProvider tokens) {
        try {
            Files.createDirectories(directory);
            removeLeftBehind(directory);
            // Made for its owner alone, as are all temporary files.
            TokenFile made = new TokenFile(tokens, Files.createTempFile(directory, PREFIX, ""));
            made.write();
            long seconds = RENEWED.toSeconds();
            var unused = made.renewal.scheduleWithFixedDelay(made::renew, seconds, seconds, TimeUnit.SECONDS);
            return made;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
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

    @Override
    public void close() {
        renewal.shutdownNow();
        try {
            // Else a renewal under way could bring the file back.
            renewal.awaitTermination(RENEWED.toSeconds(), TimeUnit.SECONDS);
            Files.deleteIfExists(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        try {
            write();
        } catch (IOException | RuntimeException later) {
            // The token that is there may last until whoever makes them answers again.
        }
    }

    /** In one go: a reader sees the old one or the new one. */
    private void write() throws IOException {
        Path next = Files.createTempFile(file.getParent(), PREFIX, "");
        try {
            Files.writeString(next, tokens.getToken());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void removeLeftBehind(Path directory) throws IOException {
        Instant last = Instant.now().minus(LEFT_BEHIND);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path left : files) {
                // Zero for one that its owner has removed meanwhile.
                if (left.toFile().lastModified() < last.toEpochMilli()) {
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
