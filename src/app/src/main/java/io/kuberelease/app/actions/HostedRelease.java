package io.kuberelease.app.actions;

import io.kuberelease.api.ReleaseData;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.view.Details;
import java.util.List;

/**
 * A release of a build, as of the moment when it was read.
 *
 * @param journal begins with the plan
 * @param details progress of stages under way beyond the journal; {@link Details#NONE} after a restart
 */
public record HostedRelease(List<JournalEntry> journal, Details details) {
    public HostedRelease {
        journal = List.copyOf(journal);
    }

    public ReleaseId id() {
        return state().plan().release();
    }

    /** The state that the journal gives; computed on each call. */
    public ReleaseState state() {
        return ReleaseState.of(journal);
    }

    /** The form in which pages and scripts get it; computed on each call. */
    public ReleaseData data() {
        return ReleaseData.of(journal, details);
    }
}
