package io.kuberelease.cli.session;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import java.util.Optional;

/** Makes the decisions of a person, when nothing else is left to wait for. */
public interface Decider {

    /** The decision on the stage; absent when nobody here decides: then the release is left waiting. */
    Optional<Approval> ask(ReleaseState state, StageState stage);

    /** A decider for when nobody can be asked. */
    static Decider nobody() {
        return (state, stage) -> Optional.empty();
    }
}
