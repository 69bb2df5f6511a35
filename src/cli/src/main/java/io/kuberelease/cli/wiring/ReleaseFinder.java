package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.adapters.journal.ReleaseDirectories;
import io.kuberelease.engine.JournalLocator;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.AppName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds the releases of an app, on this machine and in the clusters. */
public final class ReleaseFinder {
    private final ReleaseDirectories directories;
    private final JournalCodec codec;
    private final EnvironmentJournals clusters;

    ReleaseFinder(ReleaseDirectories directories, JournalCodec codec, EnvironmentJournals clusters) {
        this.directories = directories;
        this.codec = codec;
        this.clusters = clusters;
    }

    /**
     * The releases that were found.
     *
     * @param releases the newest first
     * @param unreachable why clusters could not be asked, one sentence each
     * @param broken why releases of this machine are not among them, one sentence each
     */
    public record Found(List<KnownRelease> releases, List<String> unreachable, List<String> broken) {}

    /**
     * Finds the app's last releases.
     *
     * @param places the environments to ask, in addition to those of this machine's last releases
     */
    public Found find(AppName app, Collection<EnvironmentSpec> places, int last) {
        Map<ReleaseId, List<JournalEntry>> known =
                new TreeMap<>(Comparator.comparing(ReleaseId::value).reversed());
        List<String> broken = new ArrayList<>();
        for (ReleaseId release : directories.releases(app).stream().limit(last).toList()) {
            try {
                keepLonger(known, FileJournal.ofRelease(directories.of(app, release), codec));
            } catch (ReleaseException unreadable) {
                // The others are shown all the same, and a cluster may have this one too.
                broken.add(unreadable.reason().summary());
            }
        }
        Set<EnvironmentSpec> asked = new LinkedHashSet<>(places);
        known.values().forEach(entries -> ReleaseState.of(entries).journalAt().ifPresent(asked::add));
        JournalLocator.Found kept = new JournalLocator(clusters).in(asked, last);
        kept.journals().forEach(entries -> keepLonger(known, entries));
        List<KnownRelease> releases = new ArrayList<>();
        known.forEach((release, entries) -> releases.add(new KnownRelease(directories.of(app, release), entries)));
        return new Found(releases.stream().limit(last).toList(), kept.unreachable(), broken);
    }

    private static void keepLonger(Map<ReleaseId, List<JournalEntry>> known, List<JournalEntry> entries) {
        if (!entries.isEmpty()) {
            known.merge(
                    ReleaseState.of(entries).plan().release(),
                    entries,
                    (one, other) -> one.size() >= other.size() ? one : other);
        }
    }
}
