package io.kuberelease.cli.wiring;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Keeps the path of a release's source beside its journal, so that it can be resumed from any directory. */
public final class SourceMemory {
    private static final String FILE = "source";

    private SourceMemory() {}

    /** Writes the path. */
    public static void remember(Path release, Path source) {
        try {
            Files.writeString(release.resolve(FILE), source.toString());
        } catch (IOException e) {
            throw failed("write", release, e);
        }
    }

    /**
     * Reads the path. For a release that another machine began, it is the release's own directory, which has no source:
     * once a journal is in a cluster, all that comes from the source is in the registry.
     */
    public static Path recall(Path release) {
        Path kept = release.resolve(FILE);
        try {
            return Files.exists(kept) ? Path.of(Files.readString(kept)) : release;
        } catch (IOException e) {
            throw failed("read", release, e);
        }
    }

    private static ReleaseException.Errored failed(String verb, Path release, IOException e) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "can't " + verb + " " + release.resolve(FILE) + ": " + e.getMessage()),
                Duration.ZERO,
                e);
    }
}
