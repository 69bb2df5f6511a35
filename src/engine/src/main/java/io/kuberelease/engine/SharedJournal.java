package io.kuberelease.engine;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.port.EnvironmentJournals.Carrier;
import io.kuberelease.port.EnvironmentJournals.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A journal that moves with its release: kept on this machine until an environment is touched, from then on in that
 * environment's cluster, with a copy here. Used by one thread at a time.
 */
public final class SharedJournal implements Journal {
    private final Journal copy;
    private final EnvironmentJournals clusters;
    private final Carrier me;
    private final List<JournalEntry> entries;
    private Optional<ReleaseState> state;
    private Optional<EnvironmentSpec> settledIn = Optional.empty();
    private final Map<EnvironmentSpec, Subscription> claims = new HashMap<>();
    /** How many entries are known to be where the journal is about to move. */
    private final Map<EnvironmentSpec, Integer> written = new HashMap<>();

    private final ComingMoves comingMoves;
    private Optional<Subscription> watch = Optional.empty();
    private boolean overtaken;
    private final AtomicLong seen = new AtomicLong();
    private volatile Runnable listener = () -> {};

    private SharedJournal(Journal copy, EnvironmentJournals clusters, Carrier me) {
        this.copy = copy;
        this.clusters = clusters;
        this.me = me;
        this.comingMoves = new ComingMoves(clusters, me);
        this.entries = new ArrayList<>(copy.entries());
        this.state = entries.isEmpty() ? Optional.empty() : Optional.of(ReleaseState.of(entries));
    }

    /**
     * Opens a journal to carry its release on, with all that was written on other machines.
     *
     * @param copy the one of this machine; empty when the release was started on another one. Closed with this
     * @param known the journal as it was found in a cluster; empty when it was not found in any
     * @throws ReleaseException.Failed when another process carries the release on
     * @throws ReleaseException.Errored when the cluster that has the journal does not answer
     */
    public static SharedJournal open(Journal copy, List<JournalEntry> known, EnvironmentJournals clusters, Carrier me) {
        SharedJournal journal = new SharedJournal(copy, clusters, me);
        try {
            journal.takeFrom(known);
            journal.catchUp();
            return journal;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    @Override
    public List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void append(List<JournalEntry> news) {
        news.stream()
                .map(JournalEntry::event)
                .filter(ReleaseEvent.JournalMoved.class::isInstance)
                .forEach(move -> prepareMove(((ReleaseEvent.JournalMoved) move).environment()));
        place().ifPresent(place -> write(place, news));
        take(news);
    }

    @Override
    public void expectMove(EnvironmentName to, Executor background) {
        EnvironmentSpec place = environment(to);
        if (!place().equals(Optional.of(place)) && !claims.containsKey(place)) {
            comingMoves.begin(place, entries(), background);
        }
    }

    /**
     * Claims the release and writes the journal in the new cluster first, so that a refusal comes before the move is
     * written.
     */
    @Override
    public void prepareMove(EnvironmentName to) {
        EnvironmentSpec place = environment(to);
        if (!written.containsKey(place)) {
            ComingMoves.Prepared prepared = comingMoves.finish(place, entries());
            claims.put(place, prepared.claim());
            written.put(place, prepared.entries());
        }
    }

    @Override
    public List<JournalEntry> others() {
        Optional<EnvironmentSpec> place = place();
        if (place.isEmpty() || (!overtaken && seen.get() <= entries.size())) {
            return List.of();
        }
        List<JournalEntry> news = takeFrom(clusters.entries(place.get(), release()));
        if (overtaken && news.isEmpty()) {
            requireOurs(place.get());
        }
        overtaken = false;
        return news;
    }

    @Override
    public void whenOthersWrite(Runnable told) {
        listener = told;
    }

    @Override
    public void close() {
        try {
            comingMoves.close();
            leaveAllBut(Optional.empty());
        } finally {
            copy.close();
        }
    }

    /**
     * Reads and claims the journal where it is kept now, following it to other clusters; does nothing once the release
     * is over.
     */
    private void catchUp() {
        while (state.flatMap(ReleaseState::result).isEmpty() && !settledIn.equals(place())) {
            EnvironmentSpec place = place().orElseThrow();
            takeFrom(clusters.entries(place, release()));
            if (place().equals(Optional.of(place))) {
                trySettle(place);
            }
        }
    }

    private void trySettle(EnvironmentSpec place) {
        try {
            write(place, List.of());
        } catch (Overtaken e) {
            others();
        }
    }

    /**
     * Writes entries where the journal is kept. The first time it claims the release there, and writes all that is
     * missing before them with the same request.
     */
    private void write(EnvironmentSpec place, List<JournalEntry> news) {
        if (settledIn.equals(Optional.of(place))) {
            require(clusters.append(place, release(), news));
            return;
        }
        leaveAllBut(Optional.of(place));
        ComingMoves.requireClaimed(place, state.orElseThrow(), clusters);
        claims.computeIfAbsent(place, here -> clusters.claim(here, release(), me));
        require(isAllWritten(place, news));
        watch = Optional.of(clusters.watch(place, release(), this::noticed));
        settledIn = Optional.of(place);
    }

    /** What is known to be there is not written again, unless it has been removed. */
    private boolean isAllWritten(EnvironmentSpec place, List<JournalEntry> news) {
        List<JournalEntry> all = new ArrayList<>(entries);
        all.addAll(news);
        int known = Optional.ofNullable(written.remove(place)).orElse(0);
        return (known > 0
                        && known < all.size()
                        && clusters.append(place, release(), List.copyOf(all.subList(known, all.size()))))
                || clusters.append(place, release(), List.copyOf(all));
    }

    private void leaveAllBut(Optional<EnvironmentSpec> place) {
        watch.ifPresent(Subscription::close);
        watch = Optional.empty();
        settledIn = Optional.empty();
        claims.entrySet().stream()
                .filter(claim -> !Optional.of(claim.getKey()).equals(place))
                .forEach(claim -> claim.getValue().close());
        claims.keySet().retainAll(place.stream().toList());
        written.keySet().retainAll(place.stream().toList());
    }

    /** Keeps the greatest count, since notices may come out of order. */
    private void noticed(long count) {
        seen.accumulateAndGet(count, Math::max);
        listener.run();
    }

    private void require(boolean written) {
        if (!written) {
            overtaken = true;
            throw new Overtaken();
        }
    }

    private List<JournalEntry> takeFrom(List<JournalEntry> longer) {
        List<JournalEntry> news = List.copyOf(longer.subList(Math.min(entries.size(), longer.size()), longer.size()));
        if (!news.isEmpty()) {
            take(news);
        }
        return news;
    }

    private void take(List<JournalEntry> news) {
        copy.append(news);
        entries.addAll(news);
        state = Optional.of(state.map(before -> before.after(news)).orElseGet(() -> ReleaseState.of(entries)));
    }

    private Optional<EnvironmentSpec> place() {
        return state.flatMap(ReleaseState::journalAt);
    }

    private EnvironmentSpec environment(EnvironmentName name) {
        return state.flatMap(now -> now.plan().environment(name)).orElseThrow();
    }

    private ReleaseId release() {
        return state.orElseThrow().plan().release();
    }

    /**
     * For entries that the cluster refused though it has none that are new: the journal may have been removed, so it is
     * written there again with the next append. The second time in a row this throws.
     */
    private void requireOurs(EnvironmentSpec place) {
        if (settledIn.isPresent()) {
            settledIn = Optional.empty();
            return;
        }
        throw another(place);
    }

    private ReleaseException.Failed another(EnvironmentSpec place) {
        return ComingMoves.another(place, release());
    }
}
