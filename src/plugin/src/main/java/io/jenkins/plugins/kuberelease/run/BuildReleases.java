package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.page.HostedRelease;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The releases of a build on the controller's disk, begun by its steps or from its page.
 *
 * @param root holds a directory for each release
 */
public record BuildReleases(Path root) {
    private static final Logger LOGGER = Logger.getLogger(BuildReleases.class.getName());
    private static final JournalCodec CODEC = new JournalCodec();

    /** The releases of a build, which may have none. */
    public static BuildReleases of(Run<?, ?> run) {
        return new BuildReleases(ReleaseHost.directoriesOf(run));
    }

    /** The directories of the releases, in no order; only those that have begun. */
    List<Path> directories() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(FileJournal::hasBegun).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list the releases in " + root, e);
        }
    }

    /** Reads all releases; the oldest first. One that can't be read is left out, and does not hide the others. */
    List<HostedRelease> all(Function<Path, HostedRelease> reader) {
        return each(reader).stream()
                .sorted(Comparator.comparing(release -> release.state().startedAt()))
                .toList();
    }

    /** What the reader makes of each release, without those that it can't read. */
    <T> List<T> each(Function<Path, T> reader) {
        List<T> read = new ArrayList<>();
        for (Path directory : directories()) {
            try {
                read.add(reader.apply(directory));
            } catch (ReleaseException.Failed broken) {
                LOGGER.warning(() -> broken.reason().summary());
            }
        }
        return read;
    }

    /** Why releases of the build can't be read, one sentence each; usually empty. */
    List<String> unreadable() {
        List<String> why = new ArrayList<>();
        for (Path directory : directories()) {
            try {
                var unused = FileJournal.ofRelease(directory, CODEC);
            } catch (ReleaseException.Failed broken) {
                why.add(broken.reason().summary());
            }
        }
        return why;
    }

    /** The directory of the release with that id; absent when the build has no such release. */
    Optional<Path> directory(String release) {
        return directories().stream()
                .filter(each -> begins(release, each))
                .findFirst();
    }

    /** The release file that the release with that id began with; absent when it was not kept. */
    public Optional<String> description(String release) {
        return directory(release)
                .map(found -> found.resolve(Preparation.DESCRIPTION))
                .filter(Files::isRegularFile)
                .map(BuildReleases::text);
    }

    private static boolean begins(String release, Path directory) {
        try {
            return FileJournal.first(directory, CODEC)
                    .filter(first -> first.event() instanceof ReleaseEvent.Planned planned
                            && planned.plan().release().value().equals(release))
                    .isPresent();
        } catch (ReleaseException.Failed broken) {
            // Told where releases are listed.
            return false;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }
}
