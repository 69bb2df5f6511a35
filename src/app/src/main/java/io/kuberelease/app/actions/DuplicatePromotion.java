package io.kuberelease.app.actions;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseId;
import java.util.Optional;

/**
 * An earlier release that takes the bundle there already, so that the requested promotion is not begun.
 *
 * @param build the build on whose page the earlier one is shown
 * @param release its id; absent while it is still being planned
 */
public record DuplicatePromotion<B>(B build, Optional<ReleaseId> release) {

    /**
     * Why nothing was begun.
     *
     * @param visible whether the person may see that build
     */
    public Cause told(boolean visible) {
        String which =
                release.filter(id -> visible).map(id -> ", as release " + id).orElse(", a moment ago");
        return Cause.of(CauseKind.LOCKED, "the same was begun already" + which)
                .suggesting(visible ? "look at what becomes of it" : "wait until it is over");
    }
}
