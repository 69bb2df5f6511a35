package io.kuberelease.app.hosting;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.app.actions.HostedRelease;
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
 * Caches summaries of releases that have ended, so that a visit to the board does not read every journal again. Each
 * use checks that the file is still the same; builds that are gone are not asked for any more, and drop out in time.
 */
public final class SummaryCache {
    /** The last builds of 200 jobs; about a kilobyte each. */
    public static final int MOST = 5000;

    private static final float USUAL_LOAD = 0.75f;

    private final Function<Path, HostedRelease> reader;
    private final Map<Path, Known> known;

    /**
     * @param reader reads a release's directory
     * @param most the size of the cache; the entry that was not used for the longest time is dropped first
     */
    public SummaryCache(Function<Path, HostedRelease> reader, int most) {
        this.reader = reader;
        this.known = new LinkedHashMap<>(16, USUAL_LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
                return size() > most;
            }
        };
    }

    /** The summary of the release in the directory, as of now. */
    public ReleaseSummary summary(Path directory) {
        // Taken before reading: a later write then makes the file differ at the next use.
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
     * Identifies a version of a journal file; also tells it from another file that replaced it, for example of a job
     * with the same name.
     *
     * @param file the file's key in the file system; null where that has none
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
