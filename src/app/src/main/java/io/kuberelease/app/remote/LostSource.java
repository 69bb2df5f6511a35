package io.kuberelease.app.remote;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.SourceRevision;
import java.time.Duration;

/** Makes the errors for a release whose image is not built yet and whose source can't be had again. */
public final class LostSource {
    /** Longer than any stage may take: the next try would find nothing either. */
    private static final Duration NO_OTHER_TRY = Duration.ofDays(1);

    private static final Duration SOON = Duration.ofSeconds(10);

    private LostSource() {}

    /** Another source is in its place. */
    static ReleaseException.Errored replaced(SourceRevision lost, SourceRevision by) {
        return because(
                "it was " + lost.shortCommit() + ", and there is " + by.shortCommit() + " now",
                "start a new build, which releases what is there now");
    }

    /** The plan's source had uncommitted changes, and they are gone. */
    static ReleaseException.Errored unchanged(SourceRevision lost) {
        return because(
                "it was " + lost.shortCommit() + " with changes that were not committed, and there are none now",
                "start a new build, which makes them again");
    }

    /** Git is missing or does not answer; another try follows soon, since another agent may have it. */
    static ReleaseException.Errored untold(SourceRevision lost) {
        return new ReleaseException.Errored(
                Cause.of(
                                CauseKind.UNAVAILABLE,
                                "could not ask git whether the source of the image is still " + lost.shortCommit())
                        .suggesting("see that git 2.11 or newer is on the agent's path, and owns up to the workspace"),
                SOON);
    }

    /**
     * It is not where it was.
     *
     * @param fix what can be done, in the words of the host
     */
    public static ReleaseException.Errored because(String why, String fix) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "the source of the image can't be had again: " + why)
                        .suggesting(fix),
                NO_OTHER_TRY);
    }
}
