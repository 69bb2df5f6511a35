package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Finds by a dry run of each object, as Helm would apply it, what the API server would refuse: an invalid field, a rule
 * of the cluster, a quota, an immutable field. So that is known before anybody approves, and before anything is
 * changed. Blocks.
 */
final class ServerTrial {
    private static final HelmWorker.Limits LIMITS = new HelmWorker.Limits(Duration.ofMinutes(2), Duration.ZERO);

    private final HelmWorkers workers;

    ServerTrial(HelmWorkers workers) {
        this.workers = workers;
    }

    /**
     * @param upgrade whether Helm has a revision of the app already
     * @throws ReleaseException.Failed with all objects that would be refused
     * @throws ReleaseException.Errored when the cluster does not answer
     */
    void require(DeployRequest request, Rendering rendering, String kubeconfig, boolean upgrade, StageControl control) {
        String what = new DeployWords(request).what();
        WorkerMessages.TrialResult trial = tried(what, asked(request, rendering, kubeconfig, upgrade), control);
        trial.allNotes().forEach(note -> control.progress().log("helm", note));
        List<ObjectRefusal> refused = trial.allRefused().stream()
                .map(each -> ObjectRefusal.of(each, rendering.manifests()))
                .sorted(Comparator.comparing(ObjectRefusal::kind).thenComparing(ObjectRefusal::line))
                .toList();
        if (!refused.isEmpty()) {
            throw failed(what, refused);
        }
    }

    private static ReleaseException failed(String what, List<ObjectRefusal> refused) {
        ObjectRefusal first = refused.get(0);
        String more = refused.size() == 1 ? "" : " (and " + (refused.size() - 1) + " more)";
        return new ReleaseException.Failed(
                Cause.of(first.kind(), "the API server would refuse " + what + ": " + first.line() + more)
                        .suggesting(first.advice())
                        .seen(List.of(new Evidence(
                                "what a dry run of each object says",
                                refused.stream().map(ObjectRefusal::line).toList()))));
    }

    private WorkerMessages.TrialResult tried(String what, WorkerMessages.Trial asked, StageControl control) {
        try {
            return workers.use(control, worker -> worker.ask("trial", asked, WorkerMessages.TrialResult.class, LIMITS));
        } catch (HelmWorker.Refused refused) {
            throw HelmErrors.trying(what, refused);
        } catch (IOException gone) {
            if (control.cancellation().requested()) {
                throw new ReleaseException.Aborted("stopped while trying " + what + "; nothing was changed");
            }
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not try " + what + ": " + gone.getMessage()),
                    Duration.ZERO,
                    gone);
        }
    }

    private static WorkerMessages.Trial asked(
            DeployRequest request, Rendering rendering, String kubeconfig, boolean upgrade) {
        return new WorkerMessages.Trial(
                request.environment().app().value(),
                request.environment().target().namespace().value(),
                kubeconfig,
                rendering.made(),
                upgrade,
                WorkerMessages.serverSide(request.environment().applying()),
                request.environment().applying().adopt());
    }
}
