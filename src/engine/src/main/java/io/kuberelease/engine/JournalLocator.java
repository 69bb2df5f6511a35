package io.kuberelease.engine;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the journals that clusters keep, also where they have moved on to another cluster since. */
public final class JournalLocator {
    private final EnvironmentJournals clusters;

    public JournalLocator(EnvironmentJournals clusters) {
        this.clusters = clusters;
    }

    /**
     * The journals that were found, and the places that could not be asked.
     *
     * @param journals all that is known of each release, the newest release first
     * @param unreachable why a place could not be asked, one sentence each
     */
    public record Found(List<List<JournalEntry>> journals, List<String> unreachable) {
        public Found {
            journals = List.copyOf(journals);
            unreachable = List.copyOf(unreachable);
        }
    }

    /**
     * The journals of the app's last releases in these environments; a cluster that can't be asked hides only its own.
     */
    public Found in(Collection<EnvironmentSpec> places, int last) {
        Map<ReleaseId, List<JournalEntry>> longest =
                new TreeMap<>(Comparator.comparing(ReleaseId::value).reversed());
        List<String> unreachable = new ArrayList<>();
        for (EnvironmentSpec place : places) {
            try {
                clusters.releases(place).stream()
                        .limit(last)
                        .forEach(release -> keepLonger(longest, release, readable(place, release, unreachable)));
            } catch (ReleaseException problem) {
                unreachable.add(problem.reason().summary());
            }
        }
        longest.replaceAll((release, entries) -> follow(entries, places, unreachable));
        return new Found(longest.values().stream().limit(last).toList(), unreachable);
    }

    /**
     * Follows a journal to the clusters that it has moved on to; gives the part that is known when one can't be asked.
     */
    private List<JournalEntry> follow(
            List<JournalEntry> known, Collection<EnvironmentSpec> asked, List<String> unreachable) {
        ReleaseState state = ReleaseState.of(known);
        Optional<EnvironmentSpec> next = state.journalAt().filter(place -> !asked.contains(place));
        if (state.result().isPresent() || next.isEmpty()) {
            return known;
        }
        try {
            List<JournalEntry> there = clusters.entries(next.get(), state.plan().release());
            return there.size() > known.size() ? follow(there, asked, unreachable) : known;
        } catch (ReleaseException problem) {
            unreachable.add(problem.reason().summary());
            return known;
        }
    }

    /** The journal of a release; nothing, with the reason told, when it is broken: it must not hide the others. */
    private List<JournalEntry> readable(EnvironmentSpec place, ReleaseId release, List<String> broken) {
        String why;
        try {
            List<JournalEntry> entries = clusters.entries(place, release);
            if (!entries.isEmpty()) {
                ReleaseState unused = ReleaseState.of(entries);
            }
            return entries;
        } catch (ReleaseException.Failed problem) {
            why = problem.reason().summary();
        } catch (IllegalArgumentException problem) {
            why = String.valueOf(problem.getMessage());
        }
        broken.add("the journal of release " + release + " in " + place.name() + " is broken: " + why);
        return List.of();
    }

    private static void keepLonger(
            Map<ReleaseId, List<JournalEntry>> longest, ReleaseId release, List<JournalEntry> entries) {
        // A cluster that the journal has not come to yet may have a first part of it all the same.
        if (!entries.isEmpty() && ReleaseState.of(entries).journalAt().isPresent()) {
            longest.merge(release, entries, (one, other) -> one.size() >= other.size() ? one : other);
        }
    }
}
