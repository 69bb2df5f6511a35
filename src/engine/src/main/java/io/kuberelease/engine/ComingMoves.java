package io.kuberelease.engine;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.port.EnvironmentJournals.Carrier;
import io.kuberelease.port.EnvironmentJournals.Subscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Moves of a journal that are to come: the release is claimed and a first part of the journal is written in the new
 * cluster, while what comes before still goes on. As long as the move itself is not written, the journal counts where it
 * was. Used by one thread at a time.
 */
final class ComingMoves {
    private final EnvironmentJournals clusters;
    private final Carrier me;
    private final Map<EnvironmentSpec, CompletableFuture<Prepared>> begun = new HashMap<>();

    /**
     * A cluster that is ready for the journal.
     *
     * @param entries how many of the journal's are there already
     */
    record Prepared(Subscription claim, int entries) {}

    ComingMoves(EnvironmentJournals clusters, Carrier me) {
        this.clusters = clusters;
        this.me = me;
    }

    /** Begins in the background, unless it has begun. */
    void begin(EnvironmentSpec place, List<JournalEntry> entries, Executor background) {
        begun.computeIfAbsent(place, here -> CompletableFuture.supplyAsync(() -> prepare(here, entries), background));
    }

    /**
     * What was begun, or done now if it was not, or if a cluster's answer was no: that one may be out of date. Blocks.
     *
     * @throws ReleaseException.Failed when the cluster does not take the journal
     */
    Prepared finish(EnvironmentSpec place, List<JournalEntry> entries) {
        return Optional.ofNullable(begun.remove(place))
                .flatMap(ComingMoves::result)
                .orElseGet(() -> prepare(place, entries));
    }

    private static Optional<Prepared> result(CompletableFuture<Prepared> begun) {
        try {
            return Optional.of(begun.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof ReleaseException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Prepared prepare(EnvironmentSpec place, List<JournalEntry> entries) {
        ReleaseState state = ReleaseState.of(entries);
        ReleaseId release = state.plan().release();
        requireClaimed(place, state, clusters);
        Subscription claim = clusters.claim(place, release, me);
        try {
            if (!clusters.append(place, release, entries)) {
                throw another(place, release);
            }
            return new Prepared(claim, entries.size());
        } catch (Throwable e) {
            claim.close();
            throw e;
        }
    }

    /** A namespace that this release has claimed may have been deleted since, and another made in its place. */
    static void requireClaimed(EnvironmentSpec place, ReleaseState state, EnvironmentJournals clusters) {
        state.output(place.name(), StageOutput.PreviewClaimed.class)
                .ifPresent(claimed -> clusters.require(place, claimed.uid()));
    }

    /** Gives up the claims of moves that never came, as soon as they are there. */
    void close() {
        begun.values().forEach(move -> {
            var unused = move.thenAccept(prepared -> prepared.claim().close());
        });
        begun.clear();
    }

    static ReleaseException.Failed another(EnvironmentSpec place, ReleaseId release) {
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.INTERNAL,
                        "the journal of release " + release + " in the cluster of " + place.name()
                                + " is not the one that this machine has")
                .suggesting("look at both, and run the release again"));
    }
}
