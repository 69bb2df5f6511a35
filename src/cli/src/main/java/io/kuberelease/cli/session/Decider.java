package io.kuberelease.cli.session;

import io.kuberelease.app.actions.PendingApproval;
import io.kuberelease.model.Approval;
import java.util.Optional;

/** Makes the decisions of a person, when nothing else is left to wait for. */
public interface Decider {

    /** The decision; absent when nobody here decides: then the release is left waiting. */
    Optional<Approval> ask(PendingApproval pending);

    /** A decider for when nobody can be asked. */
    static Decider nobody() {
        return pending -> Optional.empty();
    }
}
