package io.kuberelease.adapters.builders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Renews expiring credentials while a build runs. Docker and buildctl call a credential helper whenever a registry asks
 * for a login; ours is a script in the build's private directory that prints the answer file beside it, which is
 * replaced as soon as there are newer credentials.
 */
final class RenewedCredentials implements AutoCloseable {
    /** The helper's name; its program is {@code docker-credential-kube-release}. */
    static final String HELPER = "kube-release";

    private static final Duration SELDOM = Duration.ofMinutes(1);
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private static final String SCRIPT = """
            #!/bin/sh
            # Answers docker's question for a registry's credentials with what kube-release wrote beside this script.
            [ "$1" = get ] || { echo "only get is answered here"; exit 1; }
            read -r server
            name=$(printf %s "$server" | tr -c 'A-Za-z0-9.-' _)
            cat "${0%/*}/answer-$name" 2>/dev/null || { echo "credentials not found in native keychain"; exit 1; }
            """;

    private final BuildSetup setup;
    private final BuildDirectory directory;
    private final Path program;
    private final Map<ImageRepository, Credentials> given = new HashMap<>();
    private final List<Secret> secrets = new ArrayList<>();
    private Optional<BuildLog> log = Optional.empty();
    private boolean closed;

    RenewedCredentials(BuildSetup setup, BuildDirectory directory) {
        this.setup = setup;
        this.directory = directory;
        this.program = directory.program("docker-credential-" + HELPER, SCRIPT.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the helper can be run; not where temporary files are mounted noexec. */
    boolean canAnswer() {
        return Files.isExecutable(program);
    }

    synchronized void hide(Secret secret) {
        secrets.add(secret);
        log.ifPresent(shown -> shown.hide(List.of(secret)));
    }

    /** Hides these credentials, and those that replace them, in the log. */
    synchronized void hideIn(BuildLog shown) {
        shown.hide(secrets);
        log = Optional.of(shown);
    }

    /** Lets the helper answer with these for the repository's registry, and renews them until closed. */
    void answer(ImageRepository repository, Credentials credentials) {
        put(repository, credentials);
        renewLater(repository, credentials);
    }

    /** The variables by which docker and buildctl find the credentials and the helper. */
    Map<String, String> environment() {
        String path = setup.variable("PATH").map(ours -> ":" + ours).orElse("");
        return Map.of("DOCKER_CONFIG", directory.path().toString(), "PATH", directory.path() + path);
    }

    private void renewLater(ImageRepository repository, Credentials now) {
        Duration left = now.expires()
                .map(end -> Duration.between(setup.clock().instant(), end))
                .orElse(SELDOM);
        long wait = Math.max(OFTEN.toMillis(), Math.min(SELDOM.toMillis(), left.toMillis() / 4));
        CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS).execute(() -> renew(repository, now));
    }

    private void renew(ImageRepository repository, Credentials before) {
        if (isClosed()) {
            return;
        }
        Credentials now = before;
        try {
            now = setup.auth().credentials(repository).orElse(before);
            put(repository, now);
        } catch (ReleaseException tryAgainLater) {
            // The current credentials may still be good; if not, the registry's refusal is reported.
        }
        renewLater(repository, now);
    }

    private synchronized void put(ImageRepository repository, Credentials credentials) {
        if (!closed && !credentials.equals(given.get(repository))) {
            hide(credentials.password());
            var unused = directory.replace(
                    "answer-" + repository.registry().replaceAll("[^A-Za-z0-9.-]", "_"), json(credentials));
            // Only now: what could not be written, for example on a full disk, is written at the next renewal.
            given.put(repository, credentials);
        }
    }

    private static byte[] json(Credentials credentials) {
        try {
            return new ObjectMapper()
                    .writeValueAsBytes(Map.of(
                            "Username",
                            credentials.user(),
                            "Secret",
                            credentials.password().reveal()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map can always be written", impossible);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
