package io.kuberelease.app.hosting;

import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.journal.JournalEntry;
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
 * The releases of a build, begun by its steps or from its page.
 *
 * @param root holds a directory for each release
 */
public record KeptReleases(Path root) {
    private static final Logger LOGGER = Logger.getLogger(KeptReleases.class.getName());

    /** The directories of the releases, in no order; only those that have begun. */
    List<ReleaseDirectory> all() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.map(ReleaseDirectory::new)
                    .filter(ReleaseDirectory::hasPlan)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list the releases in " + root, e);
        }
    }

    /** Reads all releases; the oldest first. One that can't be read is left out, and does not hide the others. */
    List<HostedRelease> read(Function<Path, HostedRelease> reader) {
        return each(reader).stream()
                .sorted(Comparator.comparing(release -> release.state().startedAt()))
                .toList();
    }

    /** What the reader makes of each release, without those that it can't read. */
    <T> List<T> each(Function<Path, T> reader) {
        List<T> read = new ArrayList<>();
        for (ReleaseDirectory directory : all()) {
            try {
                read.add(reader.apply(directory.path()));
            } catch (ReleaseException.Failed broken) {
                LOGGER.warning(() -> broken.reason().summary());
            }
        }
        return read;
    }

    /** Why releases of the build can't be read, one sentence each; usually empty. */
    List<String> unreadable() {
        List<String> why = new ArrayList<>();
        for (ReleaseDirectory directory : all()) {
            try {
                List<JournalEntry> unused = directory.journal();
            } catch (ReleaseException.Failed broken) {
                why.add(broken.reason().summary());
            }
        }
        return why;
    }

    /** The directory of the release with that id; absent when the build has no such release. */
    Optional<ReleaseDirectory> find(String release) {
        return all().stream().filter(each -> each.isOf(release)).findFirst();
    }

    /** The release file that the release with that id began with; absent when it was not kept. */
    public Optional<String> description(String release) {
        return find(release).flatMap(ReleaseDirectory::description);
    }

    /** Makes a directory for another release. */
    ReleaseDirectory more() {
        try {
            return new ReleaseDirectory(Files.createTempDirectory(Files.createDirectories(root), "page-"));
        } catch (IOException e) {
            throw new UncheckedIOException("can't make a directory for a release in " + root, e);
        }
    }
}
