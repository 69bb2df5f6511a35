package io.kuberelease.port;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.time.Instant;

/**
 * The context of a port call: for whom it works, until when, whether it must stop, and where it tells its progress.
 *
 * @param deadline when the engine will stop waiting; a port ends earlier, with a cause, where it can
 * @param adopting whether an earlier try may have got some of the work done already: look it up before doing it again
 */
public record StageControl(
        ReleaseId release,
        StageId stage,
        Instant deadline,
        boolean adopting,
        Cancellation cancellation,
        Progress progress) {

    /** For a question outside of the engine, which nobody stops or hears of. */
    public static StageControl alone(ReleaseId release, StageId stage, Instant deadline) {
        return new StageControl(release, stage, deadline, false, Cancellation.NEVER, Progress.SILENT);
    }

    /** The same with this progress. */
    public StageControl telling(Progress other) {
        return new StageControl(release, stage, deadline, adopting, cancellation, other);
    }

    /** The same with this deadline. */
    public StageControl until(Instant other) {
        return new StageControl(release, stage, other, adopting, cancellation, progress);
    }

    /** The same with this cancellation. */
    public StageControl stoppedBy(Cancellation other) {
        return new StageControl(release, stage, deadline, adopting, other, progress);
    }
}
