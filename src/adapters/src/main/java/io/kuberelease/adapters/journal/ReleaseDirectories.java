package io.kuberelease.adapters.journal;

import io.kuberelease.model.AppName;
import io.kuberelease.model.ReleaseId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories of the user's releases on this machine: one for each app, and in it one for each release. */
public final class ReleaseDirectories {
    private final Path root;

    public ReleaseDirectories(Path root) {
        this.root = root;
    }

    /** The directories below {@code $XDG_STATE_HOME/kube-release}, by default {@code ~/.local/state/kube-release}. */
    public static ReleaseDirectories ofUser(Map<String, String> environment) {
        String state = Optional.ofNullable(environment.get("XDG_STATE_HOME"))
                .filter(value -> !value.isBlank())
                .orElseGet(() -> environment.getOrDefault("HOME", ".") + "/.local/state");
        return new ReleaseDirectories(Path.of(state, "kube-release"));
    }

    /** The directory of all of them. */
    public Path root() {
        return root;
    }

    /** The release's directory, which need not exist. */
    public Path of(AppName app, ReleaseId release) {
        return root.resolve(app.value()).resolve(release.value());
    }

    /** The app's releases that have begun, newest first; empty when there are none. */
    public List<ReleaseId> releases(AppName app) {
        Path directory = root.resolve(app.value());
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(FileJournal::hasBegun)
                    .map(path -> path.getFileName().toString())
                    .sorted(Comparator.reverseOrder())
                    .map(ReleaseId::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list the releases of " + app + " in " + directory, e);
        }
    }
}
