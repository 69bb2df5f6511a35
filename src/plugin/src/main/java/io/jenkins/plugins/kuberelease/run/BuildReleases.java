package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import io.kuberelease.app.page.HostedRelease;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
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
 * @param root has a directory for each
 */
public record BuildReleases(Path root) {
    private static final JournalCodec CODEC = new JournalCodec();

    /** Those of a build, which may have none. */
    public static BuildReleases of(Run<?, ?> run) {
        return new BuildReleases(ReleaseHost.directoriesOf(run));
    }

    /** Their directories, in no order; only of those that have begun. */
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

    /** All of them as they are read, the oldest first. */
    List<HostedRelease> all(Function<Path, HostedRelease> reader) {
        return directories().stream()
                .map(reader)
                .sorted(Comparator.comparing(release -> release.state().startedAt()))
                .toList();
    }

    /** The directory of the release of that name. */
    Optional<Path> directory(String release) {
        return directories().stream()
                .filter(each -> FileJournal.first(each, CODEC)
                        .filter(entry -> begins(release, entry))
                        .isPresent())
                .findFirst();
    }

    /** The release file that a release of that name began with. */
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
