package io.kuberelease.cli.session;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import java.util.Optional;

/** Asked when nothing but a person's decision is left to wait for. */
public interface Decider {

    /** The decision on the stage; absent when nobody here decides: then the release is left waiting. */
    Optional<Approval> ask(ReleaseState state, StageState stage);

    /** For where nobody can be asked. */
    static Decider nobody() {
        return (state, stage) -> Optional.empty();
    }
}
