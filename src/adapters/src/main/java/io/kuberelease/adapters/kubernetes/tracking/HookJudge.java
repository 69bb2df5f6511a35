package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.kuberelease.adapters.kubernetes.diagnosis.CreationDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges the hooks of this release from the watched objects alone; hooks left by earlier releases do not count. Pure.
 */
final class HookJudge {
    private static final String QUEUE = "kueue.x-k8s.io/queue-name";
    private final PodSymptoms diagnosis;
    private final GracePeriods gracePeriods;
    private final JobRollout jobs;
    private final PlainRollout plain;

    HookJudge(GracePeriods gracePeriods) {
        CreationEvents events = new CreationEvents(new CreationDiagnosis(gracePeriods));
        this.diagnosis = new PodSymptoms(new PodDiagnosis(gracePeriods));
        this.gracePeriods = gracePeriods;
        this.jobs = new JobRollout(events);
        this.plain = new PlainRollout(events, gracePeriods);
    }

    /** The hook's pods, whose logs must be read before a delete policy removes them. */
    List<Pod> pods(ResourceIdentity hook, Snapshot snapshot, RolloutBaseline rolloutBaseline) {
        return present(hook, snapshot, rolloutBaseline).stream()
                .flatMap(object -> object instanceof Pod pod ? Stream.of(pod) : snapshot.podsOf(object).stream())
                .toList();
    }

    /** The hook's state; absent until Helm has started it, and for hooks that are neither a Job nor a pod. */
    Optional<AssessedResource> judge(ResourceIdentity hook, Snapshot snapshot, RolloutBaseline rolloutBaseline) {
        return present(hook, snapshot, rolloutBaseline)
                .flatMap(object -> rollout(hook, object, snapshot))
                .map(rollout -> AssessedResource.of(hook, rollout, symptom(hook, rollout, snapshot)));
    }

    private static Optional<HasMetadata> present(
            ResourceIdentity hook, Snapshot snapshot, RolloutBaseline rolloutBaseline) {
        return snapshot.findAll(hook).filter(rolloutBaseline::isNew).findFirst();
    }

    private Optional<Rollout> rollout(ResourceIdentity hook, HasMetadata object, Snapshot snapshot) {
        String title = "hook " + hook.display();
        if (object instanceof Job job) {
            Rollout rollout = jobs.judge(job, snapshot, CauseKind.HOOK_FAILED, title);
            return Optional.of(
                    JobRollout.isSuspended(job) ? rollout.suffering(Optional.of(suspended(job, title))) : rollout);
        }
        return object instanceof Pod pod
                ? Optional.of(plain.pod(pod, CauseKind.HOOK_FAILED, title, true))
                : Optional.empty();
    }

    private Optional<Symptom> symptom(ResourceIdentity hook, Rollout rollout, Snapshot snapshot) {
        if (rollout.ready()) {
            return Optional.empty();
        }
        Stream<Symptom> ofPods = rollout.pods().stream()
                .flatMap(pod -> diagnosis.of(pod, pod, snapshot).stream())
                .map(PodSymptoms::leftToTheJob)
                .map(symptom -> symptom.saying(ofHook(hook, symptom.cause())));
        return Stream.concat(rollout.symptom().stream(), ofPods).min(Symptom.MOST_CERTAIN_FIRST);
    }

    /**
     * Helm waits for a suspended hook until its time is up. One in a Kueue queue may still be resumed, so it is not
     * final.
     */
    private Symptom suspended(Job job, String title) {
        Cause cause = Cause.of(CauseKind.STUCK, title + " is suspended, and Helm waits for its end")
                .suggesting("take suspend from the chart, or let it run: kubectl -n "
                        + job.getMetadata().getNamespace() + " patch job "
                        + job.getMetadata().getName() + " -p '{\"spec\":{\"suspend\":false}}'");
        String key = "workload/" + job.getMetadata().getUid() + "/suspended";
        boolean queued = job.getMetadata().getLabels() != null
                && job.getMetadata().getLabels().containsKey(QUEUE);
        return queued ? Symptom.passing(key, cause) : Symptom.lasting(key, cause, gracePeriods.blocked());
    }

    private static Cause ofHook(ResourceIdentity hook, Cause cause) {
        return new Cause(
                cause.kind(), "hook " + hook.display() + ": " + cause.summary(), cause.evidence(), cause.suggestion());
    }
}
