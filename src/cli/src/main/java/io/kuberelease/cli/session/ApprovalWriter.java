package io.kuberelease.cli.session;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Writes a decision into the journal in a cluster, from which the process that runs the release reads it. */
public final class ApprovalWriter {
    private final EnvironmentJournals journals;
    private final InstantSource clock;

    public ApprovalWriter(EnvironmentJournals journals, InstantSource clock) {
        this.journals = journals;
        this.clock = clock;
    }

    /**
     * Appends the decision.
     *
     * @param place the environment whose cluster last had the journal
     * @param decide makes the decision for the release as it is now; called again when the journal has changed
     *     meanwhile
     */
    public void cast(EnvironmentSpec place, ReleaseId release, Function<ReleaseState, ReleaseEvent.Decided> decide) {
        EnvironmentSpec now = place;
        boolean written = false;
        while (!written) {
            List<JournalEntry> entries = journals.entries(now, release);
            if (entries.isEmpty()) {
                throw onItsWay(now, release);
            }
            ReleaseState state = ReleaseState.of(entries);
            EnvironmentSpec current = state.journalAt().orElse(now);
            written = current.equals(now)
                    && journals.append(
                            now,
                            release,
                            List.of(new JournalEntry(entries.size(), clock.instant(), decide.apply(state))));
            now = current;
        }
    }

    private static ReleaseException.Errored onItsWay(EnvironmentSpec place, ReleaseId release) {
        return new ReleaseException.Errored(
                Cause.of(
                                CauseKind.UNAVAILABLE,
                                "the journal of release " + release + " has not come to " + place.name() + " yet")
                        .suggesting("try again in a moment; if it stays so, kube-release resume " + release),
                Duration.ZERO);
    }
}
