package io.jenkins.plugins.kuberelease.access;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;

/** Makes the exceptions for what Jenkins does not let a build do, each with a suggestion. */
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
