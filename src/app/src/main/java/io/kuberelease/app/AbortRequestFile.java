package io.kuberelease.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A request to end a release, kept as a file beside its journal: the journal itself may not be open yet, or be in a
 * cluster that does not answer. It is found whenever the release is opened, also after a restart.
 *
 * @param directory the release's directory
 */
public record AbortRequestFile(Path directory) {
    private static final String FILE = "aborted-by";

    /** Writes the request; does nothing when there is one already, so the first requester is kept. */
    public void write(String by) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                Files.writeString(file, by);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write down that the release is to end: " + file, e);
        }
    }

    /** The name of the requester; absent when nobody asked for the release to end. */
    public Optional<String> by() {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? Optional.of(named(Files.readString(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read whether the release is to end: " + file, e);
        }
    }

    /** A process that was killed while it wrote may leave an empty file; that is a request too. */
    private static String named(String text) {
        return text.isBlank() ? "somebody" : text;
    }
}
