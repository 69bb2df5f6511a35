package io.kuberelease.port;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Journals of releases in the environments' own clusters, for everybody who has access there. Methods block. */
public interface EnvironmentJournals {

    /** The releases of the environment's app whose journals are kept there, the newest first. */
    List<ReleaseId> releases(EnvironmentSpec environment);

    /** The journal that is kept there; empty when there is none. */
    List<JournalEntry> entries(EnvironmentSpec environment, ReleaseId release);

    /**
     * Writes down those of the entries that are not there yet. Two writers at the same time never fork a journal.
     *
     * @param entries follow each other, and what is there
     * @return whether all are there now; false when others were written in their place, or when some before them are
     *     missing: then nothing was written, or only the first of them
     * @throws io.kuberelease.model.ReleaseException.Errored when the cluster does not answer; the entries may be there
     */
    boolean append(EnvironmentSpec environment, ReleaseId release, List<JournalEntry> entries);

    /**
     * Makes sure that journals are kept in that very namespace, before anything is written to one of its name.
     *
     * @param uid of the namespace
     * @throws io.kuberelease.model.ReleaseException.Failed when it is gone, or another is in its place
     */
    void require(EnvironmentSpec environment, String uid);

    /** Tells how many entries there are, now and after each change, on any thread, until it is closed. */
    Subscription watch(EnvironmentSpec environment, ReleaseId release, LongConsumer entries);

    /**
     * Makes this process the only one that carries the release on, until it is closed or dies. The claim of a process
     * that died ends by itself, which may have to be waited for.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when another process carries it on: says who, since when
     */
    Subscription claim(EnvironmentSpec environment, ReleaseId release, Carrier carrier);

    /** The process that carries the release on, if any does, as far as can be told without waiting. */
    Optional<Carrying> carrying(EnvironmentSpec environment, ReleaseId release);

    /**
     * A process that carries a release on.
     *
     * @param id the same for processes that can't run at the same time, so that the next one need not wait for the
     *     claim of one that died
     * @param who for people: the user and the machine
     */
    record Carrier(String id, String who) {}

    /**
     * The process that carries a release on, as others see it.
     *
     * @param who for people
     */
    record Carrying(String who, Instant since) {}

    /** A watch or a claim that lasts until it is closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
