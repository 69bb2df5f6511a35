package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.StageControl;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Judges whether Helm's last revision lets a deployment begin, and heals one that was left pending. */
final class LastRevision {
    private final DeployRequest request;
    private final StageControl control;
    private final HelmRecords records;
    private final InstantSource clock;
    private final String host;
    private final DeployWords words;

    LastRevision(DeployRequest request, StageControl control, HelmRecords records, InstantSource clock, String host) {
        this.request = request;
        this.control = control;
        this.records = records;
        this.clock = clock;
        this.host = host;
        this.words = new DeployWords(request);
    }

    /** Whether this very release wrote it. */
    boolean isOurs(HelmRevision revision) {
        return revision.writer()
                .filter(writer -> writer.release().equals(control.release()))
                .isPresent();
    }

    /**
     * @param expected the number of the revision that the diff was made against, 0 for none
     * @throws ReleaseException.Outdated when it is another one by now
     */
    void refuseIfMoved(Optional<HelmRevision> latest, int expected) {
        int actual = latest.map(HelmRevision::number).orElse(0);
        if (actual != expected) {
            throw new ReleaseException.Outdated(Cause.of(
                    CauseKind.LOCKED,
                    "the diff was made against revision " + expected + " of Helm release "
                            + request.environment().app() + ", but the last one is " + actual + " now"
                            + latest.map(LastRevision::author).orElse("")));
        }
    }

    /**
     * A revision that was left pending stops every Helm command; once nobody works on it, it has failed.
     *
     * @throws ReleaseException.Failed when its writer may still be at work
     */
    void heal(HelmRevision pending) {
        String said = "revision " + pending.number() + " of Helm release "
                + request.environment().app() + " in " + words.place() + " is " + pending.status() + " since "
                + pending.begun().truncatedTo(ChronoUnit.SECONDS) + author(pending);
        if (!isLeft(pending)) {
            throw new ReleaseException.Failed(Cause.of(CauseKind.LOCKED, "did not deploy " + words.what() + ": " + said)
                    .suggesting(wayOut(pending)));
        }
        control.progress().log("helm", said + ", who is gone: marked failed");
        records.markFailed(pending.number(), "Left pending by a writer that is gone");
    }

    private boolean isLeft(HelmRevision pending) {
        return (control.adopting() && isOurs(pending))
                || pending.writer()
                        .filter(writer -> writer.isGone(host, clock.instant()))
                        .isPresent();
    }

    private static String author(HelmRevision revision) {
        return revision.writer()
                .map(writer ->
                        ", by release " + writer.release() + " on " + writer.host() + ", process " + writer.process())
                .orElse(", not by kube-release");
    }

    private String wayOut(HelmRevision pending) {
        String namespace = " -n " + request.environment().target().namespace();
        String undo = pending.number() == 1
                ? "helm uninstall " + request.environment().app() + namespace
                : "helm rollback " + request.environment().app() + namespace;
        return pending.writer()
                .map(writer ->
                        "wait for that release, at most until " + writer.until().truncatedTo(ChronoUnit.SECONDS))
                .orElse("make sure that no Helm is at work there, then run: " + undo);
    }
}
