package io.kuberelease.adapters.journal;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * Under which name this machine carries a release on, kept beside its journal. Two processes never do so at once here,
 * since the journal's file has one writer; so the next one need not wait for the claim of one that was killed.
 */
public final class CarrierMemory {
    private static final String FILE = "carrier";

    private CarrierMemory() {}

    /**
     * The name; made up when there is none yet.
     *
     * @param release the release's directory
     * @throws ReleaseException.Errored when it can't be read or kept
     */
    public static String name(Path release) {
        Path file = release.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, UUID.randomUUID().toString());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "can't read or write " + file + ": " + e.getMessage()),
                    Duration.ZERO,
                    e);
        }
    }
}
