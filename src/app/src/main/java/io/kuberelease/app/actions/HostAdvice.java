package io.kuberelease.app.actions;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;

/**
 * What a refused person can do about it, where that differs between hosts. Each is the end of "perhaps you should …".
 *
 * @param look where the present state of a release is seen
 * @param choose how one of several environments is named
 * @param elsewhere where a bundle can be promoted or rolled back whose release file this host has not kept
 */
public record HostAdvice(String look, String choose, String elsewhere) {

    /** Refuses with the advice to look at the present state. */
    public ReleaseException.Failed outdated(CauseKind kind, String what) {
        return refused(kind, what, look);
    }

    /** Refuses with advice that is the same in every host. */
    public static ReleaseException.Failed refused(CauseKind kind, String what, String whatToDo) {
        return new ReleaseException.Failed(Cause.of(kind, what).suggesting(whatToDo));
    }
}
