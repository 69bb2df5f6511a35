package io.kuberelease.testkit;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/** Journals of clusters that live in memory. The claim of a process that died lasts until the test ends it. */
public final class FakeJournals implements EnvironmentJournals {
    private final FakeWorld world;
    private final Map<Place, Kept> kept = new LinkedHashMap<>();

    private record Place(EnvironmentSpec environment, ReleaseId release) {}

    /** A journal with the carrier of its release and its watchers. */
    private static final class Kept {
        private final List<JournalEntry> entries = new ArrayList<>();
        private final List<LongConsumer> watchers = new CopyOnWriteArrayList<>();
        private Optional<Carrier> carrier = Optional.empty();
    }

    FakeJournals(FakeWorld world) {
        this.world = world;
    }

    /** Ends the carrier's claims, as if its machine were gone and they had run out. */
    public synchronized void gone(String carrier) {
        kept.values()
                .forEach(each ->
                        each.carrier = each.carrier.filter(held -> !held.id().equals(carrier)));
    }

    @Override
    public synchronized List<ReleaseId> releases(EnvironmentSpec environment) {
        List<ReleaseId> found = new ArrayList<>(kept.entrySet().stream()
                .filter(each -> each.getKey().environment().equals(environment))
                .filter(each -> !each.getValue().entries.isEmpty())
                .map(each -> each.getKey().release())
                .toList());
        Collections.reverse(found);
        return found;
    }

    @Override
    public synchronized List<JournalEntry> entries(EnvironmentSpec environment, ReleaseId release) {
        world.mayFail("read journal " + environment.name());
        return List.copyOf(of(environment, release).entries);
    }

    @Override
    public boolean append(EnvironmentSpec environment, ReleaseId release, List<JournalEntry> entries) {
        world.mayFail("write journal " + environment.name());
        boolean written = tryAppend(environment, release, entries);
        world.mayFail("answer of journal " + environment.name());
        return written;
    }

    private boolean tryAppend(EnvironmentSpec environment, ReleaseId release, List<JournalEntry> entries) {
        List<LongConsumer> watchers;
        int count;
        synchronized (this) {
            Kept journal = of(environment, release);
            int first = Math.toIntExact(entries.get(0).number());
            int known = Math.min(journal.entries.size(), first + entries.size());
            if (first > journal.entries.size()
                    || !journal.entries.subList(first, known).equals(entries.subList(0, known - first))) {
                return false;
            }
            journal.entries.addAll(entries.subList(known - first, entries.size()));
            watchers = journal.watchers;
            count = journal.entries.size();
        }
        watchers.forEach(watcher -> watcher.accept(count));
        return true;
    }

    @Override
    public Subscription watch(EnvironmentSpec environment, ReleaseId release, LongConsumer entries) {
        Kept journal;
        synchronized (this) {
            journal = of(environment, release);
            journal.watchers.add(entries);
        }
        entries.accept(journal.entries.size());
        return () -> journal.watchers.remove(entries);
    }

    @Override
    public void require(EnvironmentSpec environment, String uid) {
        world.previews().require(environment, uid);
    }

    @Override
    public synchronized Subscription claim(EnvironmentSpec environment, ReleaseId release, Carrier carrier) {
        Kept journal = of(environment, release);
        if (journal.carrier.filter(held -> !held.id().equals(carrier.id())).isPresent()) {
            throw new ReleaseException.Failed(Cause.of(
                    CauseKind.LOCKED,
                    "release " + release + " is carried on by "
                            + journal.carrier.get().who()));
        }
        journal.carrier = Optional.of(carrier);
        return () -> {
            synchronized (this) {
                journal.carrier = journal.carrier.filter(held -> !held.equals(carrier));
            }
        };
    }

    @Override
    public synchronized Optional<Carrying> carrying(EnvironmentSpec environment, ReleaseId release) {
        return of(environment, release).carrier.map(held -> new Carrying(held.who(), Instant.EPOCH));
    }

    private Kept of(EnvironmentSpec environment, ReleaseId release) {
        return kept.computeIfAbsent(new Place(environment, release), place -> new Kept());
    }
}
