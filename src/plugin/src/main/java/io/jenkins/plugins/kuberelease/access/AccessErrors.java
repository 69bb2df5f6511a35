package io.jenkins.plugins.kuberelease.access;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;

/** Says that Jenkins does not let a build do something, and what to do about it. */
final class AccessErrors {
    private AccessErrors() {}

    static ReleaseException.Failed access(String why, String suggestion) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.ACCESS_DENIED, why).suggesting(suggestion));
    }

    static ReleaseException.Failed input(String why, String suggestion) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, why).suggesting(suggestion));
    }
}
