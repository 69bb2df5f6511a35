package io.kuberelease.adapters.kubernetes.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kuberelease.adapters.kubernetes.journal.JournalStore.Standing;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Appends entries to a journal, never over existing ones. Blocks. */
final class Appending {
    /** In bytes, uncompressed. Added to a part that is not full it stays below the API server's limit. */
    private static final int AT_ONCE = 400 * 1024;

    private final JournalStore store;
    private final LastPartCache lastPartCache;
    private final EntryText text;
    private final EnvironmentSpec environment;
    private final ReleaseId release;

    Appending(
            JournalStore store,
            LastPartCache lastPartCache,
            EntryText text,
            EnvironmentSpec environment,
            ReleaseId release) {
        this.store = store;
        this.lastPartCache = lastPartCache;
        this.text = text;
        this.environment = environment;
        this.release = release;
    }

    /**
     * Appends what is missing. True if all the entries are in the journal now; false if it has others in their place,
     * or lacks some before them.
     *
     * @param reread reads the whole journal from the cluster
     * @param begun run when a new journal was begun
     */
    boolean append(List<JournalEntry> entries, Supplier<List<JournalEntry>> reread, Runnable begun) {
        List<JournalEntry> left = entries;
        while (!left.isEmpty()) {
            Optional<Part> tip = lastPartCache.of(environment, release);
            boolean follows = tip.map(Part::next).orElse(0) == left.get(0).number();
            List<JournalEntry> batch = batch(left);
            if (follows && write(tip, batch)) {
                left = left.subList(batch.size(), left.size());
                tip.ifPresentOrElse(known -> {}, begun);
                continue;
            }
            Optional<List<JournalEntry>> missing = missing(left, reread.get());
            if (missing.isEmpty()) {
                return false;
            }
            left = missing.get();
        }
        return true;
    }

    private boolean write(Optional<Part> tip, List<JournalEntry> batch) {
        Optional<Part> written =
                store.write(release, tip, batch.stream().map(text.write()).toList(), standing(batch));
        written.ifPresent(part -> lastPartCache.remember(environment, release, List.of(part)));
        return written.isPresent();
    }

    /** The entries that are missing at the journal's end; absent when it differs from them or lacks earlier ones. */
    private Optional<List<JournalEntry>> missing(List<JournalEntry> wanted, List<JournalEntry> there) {
        int first = Math.toIntExact(wanted.get(0).number());
        if (first > there.size()) {
            return Optional.empty();
        }
        int common = Math.min(there.size() - first, wanted.size());
        boolean same = there.subList(first, first + common).equals(asKept(wanted.subList(0, common)));
        return same ? Optional.of(wanted.subList(common, wanted.size())) : Optional.empty();
    }

    /** The entries as they read back, since writing may cut what is too long. */
    private List<JournalEntry> asKept(List<JournalEntry> entries) {
        return entries.stream().map(text.write().andThen(text.read())).toList();
    }

    private List<JournalEntry> batch(List<JournalEntry> entries) {
        List<JournalEntry> batch = new ArrayList<>();
        int size = 0;
        for (JournalEntry entry : entries) {
            size += text.write().apply(entry).getBytes(UTF_8).length;
            if (!batch.isEmpty() && size > AT_ONCE) {
                break;
            }
            batch.add(entry);
        }
        return batch;
    }

    /** A new journal that does not say that it has moved here is the first part of one that counts elsewhere as yet. */
    private Standing standing(List<JournalEntry> batch) {
        Standing standing = batch.get(0).number() == 0 ? Standing.MOVED : Standing.OPEN;
        for (JournalEntry entry : batch) {
            if (entry.event() instanceof ReleaseEvent.Ended) {
                return Standing.OVER;
            }
            if (entry.event() instanceof ReleaseEvent.JournalMoved moved) {
                standing = moved.environment().equals(environment.name()) ? Standing.OPEN : Standing.MOVED;
            }
        }
        return standing;
    }

    /** The last part of each journal as this process saw it last, so that a sole writer need not read it. Thread-safe. */
    static final class LastPartCache {
        private final Map<Key, Part> seen = new ConcurrentHashMap<>();

        private record Key(EnvironmentSpec environment, ReleaseId release) {}

        Optional<Part> of(EnvironmentSpec environment, ReleaseId release) {
            return Optional.ofNullable(seen.get(new Key(environment, release)));
        }

        void remember(EnvironmentSpec environment, ReleaseId release, List<Part> parts) {
            Key key = new Key(environment, release);
            if (parts.isEmpty()) {
                seen.remove(key);
            } else {
                seen.put(key, parts.get(parts.size() - 1));
            }
        }
    }
}
