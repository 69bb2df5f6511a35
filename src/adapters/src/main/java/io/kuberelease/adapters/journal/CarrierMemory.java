package io.kuberelease.adapters.journal;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;

/**
 * The name under which this machine carries a release on, kept beside the release's journal. The journal's file has one
 * writer at a time, so a process need not wait for the claim of an earlier one that was killed.
 */
public final class CarrierMemory {
    private static final String FILE = "carrier";

    private CarrierMemory() {}

    /**
     * The name; a random one is made and kept when there is none yet.
     *
     * @param release the release's directory
     * @throws ReleaseException.Errored when the file can't be read or written
     */
    public static String name(Path release) {
        Path file = release.resolve(FILE);
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                write(release, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "can't read or write " + file + ": " + e.getMessage()),
                    Duration.ZERO,
                    e);
        }
    }

    /** As a whole: a process that is ended while it writes, or a full disk, must not leave a part of a name. */
    private static void write(Path release, Path file) throws IOException {
        Path whole = Files.createTempFile(release, FILE, ".new");
        try {
            Files.writeString(whole, UUID.randomUUID().toString());
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
