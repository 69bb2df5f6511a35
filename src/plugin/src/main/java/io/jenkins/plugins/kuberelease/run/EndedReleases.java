package io.jenkins.plugins.kuberelease.run;

import io.kuberelease.app.page.HostedRelease;
import io.kuberelease.app.page.ReleaseSummary;
import io.kuberelease.adapters.journal.FileJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what became of releases that are over, so that a visit to the board does not read every journal again. The
 * file system is asked each time whether it is still the same file; builds that are gone are not asked about any more,
 * and fall out in time.
 */
final class EndedReleases {
    /** The last builds of 200 jobs; about a kilobyte each. */
    static final int MOST = 5000;

    private static final float USUAL_LOAD = 0.75f;

    private final Function<Path, HostedRelease> reader;
    private final Map<Path, Known> known;

    /**
     * @param reader reads a release's directory
     * @param most are remembered; the one that was not asked about for the longest time goes first
     */
    EndedReleases(Function<Path, HostedRelease> reader, int most) {
        this.reader = reader;
        this.known = new LinkedHashMap<>(16, USUAL_LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
                return size() > most;
            }
        };
    }

    /** The release in the directory as it is now. */
    ReleaseSummary summary(Path directory) {
        // Taken first: what is written while the journal is read makes it another file the next time.
        Edition edition = Edition.of(directory.resolve(FileJournal.FILE));
        Optional<ReleaseSummary> remembered = find(directory, edition);
        return remembered.orElseGet(() -> read(directory, edition));
    }

    private ReleaseSummary read(Path directory, Edition edition) {
        HostedRelease release = reader.apply(directory);
        ReleaseSummary summary = ReleaseSummary.of(release.data());
        if (release.state().result().isPresent()) {
            remember(directory, new Known(edition, summary));
        }
        return summary;
    }

    private synchronized Optional<ReleaseSummary> find(Path directory, Edition edition) {
        return Optional.ofNullable(known.get(directory))
                .filter(found -> found.edition().equals(edition))
                .map(Known::summary);
    }

    private synchronized void remember(Path directory, Known found) {
        known.put(directory, found);
    }

    private record Known(Edition edition, ReleaseSummary summary) {}

    /**
     * Tells a journal from what it was earlier, and from another that came to be in its place, of a job of the same name
     * for example.
     *
     * @param file as the file system numbers it, where it does
     */
    private record Edition(
            long size, FileTime written, @Nullable Object file) {
        static Edition of(Path journal) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(journal, BasicFileAttributes.class);
                return new Edition(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
            } catch (IOException e) {
                throw new UncheckedIOException("can't look at " + journal, e);
            }
        }
    }
}
