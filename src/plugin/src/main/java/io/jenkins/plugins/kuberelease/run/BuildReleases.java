package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.page.HostedRelease;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The releases of a build on the controller's disk, begun by its steps or from its page.
 *
 * @param root holds a directory for each release
 */
public record BuildReleases(Path root) {
    private static final JournalCodec CODEC = new JournalCodec();

    /** The releases of a build, which may have none. */
    public static BuildReleases of(Run<?, ?> run) {
        return new BuildReleases(ReleaseHost.directoriesOf(run));
    }

    /** The directories of the releases, in no order; only those that have a journal. */
    List<Path> directories() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(each -> Files.exists(each.resolve(FileJournal.FILE)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list the releases in " + root, e);
        }
    }

    /** Reads all releases; the oldest first. */
    List<HostedRelease> all(Function<Path, HostedRelease> reader) {
        return directories().stream()
                .map(reader)
                .sorted(Comparator.comparing(release -> release.state().startedAt()))
                .toList();
    }

    /** The directory of the release with that id; absent when the build has no such release. */
    Optional<Path> directory(String release) {
        return directories().stream()
                .filter(each -> FileJournal.first(each, CODEC)
                        .filter(entry -> begins(release, entry))
                        .isPresent())
                .findFirst();
    }

    /** The release file that the release with that id began with; absent when it was not kept. */
    public Optional<String> description(String release) {
        return directory(release)
                .map(found -> found.resolve(Preparation.DESCRIPTION))
                .filter(Files::isRegularFile)
                .map(BuildReleases::text);
    }

    private static boolean begins(String release, JournalEntry first) {
        return first.event() instanceof ReleaseEvent.Planned planned
                && planned.plan().release().value().equals(release);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }
}
