package io.kuberelease.app.page;

import io.kuberelease.api.ReleaseData;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.view.Details;
import java.util.List;

/**
 * A release of a build as it stands at this moment.
 *
 * @param journal begins with the plan
 * @param details what is known of stages under way beyond the journal; {@link Details#NONE} after a restart
 */
public record HostedRelease(List<JournalEntry> journal, Details details) {
    public HostedRelease {
        journal = List.copyOf(journal);
    }

    /** Which release it is. */
    public ReleaseId id() {
        return state().plan().release();
    }

    /** Where it stands. */
    public ReleaseState state() {
        return ReleaseState.of(journal);
    }

    /** What pages and scripts are told of it. */
    public ReleaseData data() {
        return ReleaseData.of(journal, details);
    }
}
