package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.SourceRevision;
import java.time.Duration;

/** The end of a release whose image is still to be built, and whose source can't be had again. */
final class LostSource {
    /** Longer than any stage may take: the next try would find nothing either. */
    private static final Duration NO_OTHER_TRY = Duration.ofDays(1);

    private LostSource() {}

    /** What held it is no more. */
    static ReleaseException.Errored with(String place) {
        return because(
                place + ", which had it, is gone",
                "start a new build; outside of node, in a job that takes its script from the repository, kubeRelease"
                        + " fetches the source again by itself");
    }

    /** Another has come in its place. */
    static ReleaseException.Errored replaced(SourceRevision lost, SourceRevision by) {
        return because(
                "it was " + lost.shortCommit() + ", and there is " + by.shortCommit() + " now",
                "start a new build, which releases what is there now");
    }

    private static ReleaseException.Errored because(String why, String fix) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "the source of the image can't be had again: " + why)
                        .suggesting(fix),
                NO_OTHER_TRY);
    }
}
