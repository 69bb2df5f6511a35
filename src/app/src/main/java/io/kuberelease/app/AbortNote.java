package io.kuberelease.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * That somebody wants a release to end, in a file beside its journal: the journal itself may not be open yet, or in a
 * cluster that is away. Whoever opens the release finds it, also after a restart.
 *
 * @param directory the release's directory
 */
public record AbortNote(Path directory) {
    private static final String FILE = "aborted-by";

    /** Leaves it; the first one counts. */
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

    /** Who wants it; absent when nobody does. */
    public Optional<String> by() {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? Optional.of(named(Files.readString(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read whether the release is to end: " + file, e);
        }
    }

    /** What a controller that was killed left of it counts too. */
    private static String named(String text) {
        return text.isBlank() ? "Jenkins" : text;
    }
}
