package io.kuberelease.engine;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Failed;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EvidenceStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what was seen of a failure before the engine learns of it, and so before anything is undone. The journal has
 * what the cause rests on, and says where the rest is.
 */
final class EvidenceKeeping {
    private final EvidenceStore store;

    EvidenceKeeping(EvidenceStore store) {
        this.store = store;
    }

    StageOutcome of(StageId stage, StageOutcome outcome) {
        return outcome.failed()
                .filter(failed -> !failed.cause().evidence().isEmpty())
                .<StageOutcome>map(failed -> new Failed(kept(stage, failed.cause()), failed.left()))
                .orElse(outcome);
    }

    private Cause kept(StageId stage, Cause cause) {
        List<Evidence> told = new ArrayList<>(cause.evidence().stream()
                .filter(evidence -> !evidence.background())
                .toList());
        told.add(pointer(stage, cause));
        return cause.seen(told);
    }

    /** A full disk must not hide why the app failed. */
    private Evidence pointer(StageId stage, Cause cause) {
        try {
            return new Evidence("all that was seen is kept in", List.of(store.keep(stage, cause)));
        } catch (ReleaseException problem) {
            return new Evidence(
                    "all that was seen could not be kept",
                    List.of(problem.reason().summary()));
        }
    }
}
