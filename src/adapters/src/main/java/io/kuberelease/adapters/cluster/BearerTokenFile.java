package io.kuberelease.adapters.cluster;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A token that something else keeps fresh in a file, as a kubelet does for pods. Safe for concurrent use. */
final class BearerTokenFile implements ExpiringTokenProvider {
    /** As often as kubectl reads it. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Path file;
    private final InstantSource clock;
    private String token = "";
    private Instant until = Instant.MIN;

    BearerTokenFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized String getToken() {
        if (!clock.instant().isBefore(until)) {
            token = read();
            until = clock.instant().plus(KEPT);
        }
        return token;
    }

    private String read() {
        try {
            String read = Files.readString(file).strip();
            if (!read.isEmpty()) {
                return read;
            }
            throw refused("it is empty");
        } catch (IOException problem) {
            throw refused(problem.getClass().getSimpleName());
        }
    }

    private ReleaseException refused(String why) {
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.ACCESS_DENIED,
                        "could not read the token file " + file + " of your kubeconfig: " + why)
                .suggesting("check tokenFile of this context's user"));
    }
}
