package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.kuberelease.adapters.kubernetes.diagnosis.CreationDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges the progress of a resource from the watched objects alone. Pure. */
final class RolloutJudge {
    private final PodSymptoms pods;
    private final MissingResource missingResource;
    private final DeploymentRollout deployments;
    private final StatefulSetRollout statefulSets;
    private final DaemonSetRollout daemonSets;
    private final JobRollout jobs;
    private final PlainRollout plain;
    private final ConditionRollout conditions;

    RolloutJudge(GracePeriods gracePeriods) {
        CreationDiagnosis creation = new CreationDiagnosis(gracePeriods);
        CreationEvents events = new CreationEvents(creation);
        this.pods = new PodSymptoms(new PodDiagnosis(gracePeriods));
        this.missingResource = new MissingResource(gracePeriods);
        this.deployments = new DeploymentRollout(creation, gracePeriods);
        this.statefulSets = new StatefulSetRollout(events, gracePeriods);
        this.daemonSets = new DaemonSetRollout(events);
        this.jobs = new JobRollout(events);
        this.plain = new PlainRollout(events, gracePeriods);
        this.conditions = new ConditionRollout(gracePeriods);
    }

    /** The resource's state; absent before it has been applied. */
    Optional<AssessedResource> judge(ResourceIdentity resource, Snapshot snapshot, RolloutBaseline rolloutBaseline) {
        boolean applied = rolloutBaseline.applied().isPresent();
        if (PolledResources.isPolled(resource)) {
            return applied ? Optional.of(polled(resource, snapshot)) : Optional.empty();
        }
        if (TrackedKind.of(resource).isEmpty()) {
            // Helm has applied it, so it exists, and that is all that readiness of its kind means.
            return applied
                    ? Optional.of(AssessedResource.of(resource, Rollout.complete(1), Optional.empty()))
                    : Optional.empty();
        }
        Optional<HasMetadata> found = snapshot.findAll(resource)
                .filter(object -> rolloutBaseline.isCurrent(resource, object))
                .findFirst();
        if (found.isEmpty() && applied) {
            Optional<Symptom> removed = rolloutBaseline.wasGone(resource)
                            && snapshot.findAll(resource).findAny().isEmpty()
                    ? Optional.of(missingResource.symptom(resource))
                    : Optional.empty();
            return Optional.of(AssessedResource.of(resource, Rollout.waiting(0, 1, "waits to be seen"), removed));
        }
        return found.filter(rolloutBaseline::isTouched).map(object -> {
            Rollout rollout = rollout(resource, object, snapshot);
            Optional<Symptom> symptom = symptom(object, rollout, snapshot, rolloutBaseline);
            return AssessedResource.of(
                    resource,
                    rollout,
                    snapshot.isGone(object) && !rollout.ready()
                            ? symptom.filter(Symptom::isDefinite)
                                    .or(() -> Optional.of(missingResource.symptom(resource)))
                            : symptom);
        });
    }

    private AssessedResource polled(ResourceIdentity resource, Snapshot snapshot) {
        Rollout rollout = conditions.judge(resource, snapshot.polled(resource));
        return AssessedResource.of(resource, rollout, rollout.symptom());
    }

    private Rollout rollout(ResourceIdentity resource, HasMetadata object, Snapshot snapshot) {
        if (object instanceof Deployment deployment) {
            return deployments.judge(deployment, snapshot);
        } else if (object instanceof StatefulSet set) {
            return statefulSets.judge(set, snapshot);
        } else if (object instanceof DaemonSet set) {
            return daemonSets.judge(set, snapshot);
        } else if (object instanceof Job job) {
            Rollout rollout = jobs.judge(job, snapshot, CauseKind.CRASH_LOOP, resource.display());
            // A Job that the chart suspends is meant to wait, so the release does not wait for it.
            return JobRollout.isSuspended(job)
                    ? Rollout.complete(rollout.wanted()).saying(rollout.message())
                    : rollout;
        } else if (object instanceof Pod pod) {
            return plain.pod(pod, CauseKind.CRASH_LOOP, resource.display(), false);
        } else if (object instanceof PersistentVolumeClaim claim) {
            return plain.claim(claim, snapshot);
        } else if (object instanceof Service service) {
            return plain.service(service, snapshot);
        }
        return object instanceof ReplicaSet set ? plain.replicaSet(set, snapshot) : Rollout.complete(1);
    }

    private Optional<Symptom> symptom(
            HasMetadata object, Rollout rollout, Snapshot snapshot, RolloutBaseline rolloutBaseline) {
        if (rollout.ready()) {
            return Optional.empty();
        }
        Stream<Symptom> ofPods = rollout.pods().stream()
                .filter(rolloutBaseline::mayFail)
                .flatMap(pod -> pods.of(object, pod, snapshot).stream());
        if (rollout.gaveUp() && rolloutBaseline.mayFail(object)) {
            return ofPods.min(Symptom.MOST_CERTAIN_FIRST).or(rollout::symptom).map(Symptom::settled);
        }
        Stream<Symptom> own = rollout.symptom().filter(any -> rolloutBaseline.mayFail(object)).stream();
        return Stream.concat(ofPods, own).min(Symptom.MOST_CERTAIN_FIRST);
    }

    /** The symptom of a resource that was applied and has vanished before its outcome was seen. */
    private static final class MissingResource {
        private final GracePeriods gracePeriods;

        MissingResource(GracePeriods gracePeriods) {
            this.gracePeriods = gracePeriods;
        }

        /** Not final at once, since a watch may be a moment behind. */
        Symptom symptom(ResourceIdentity resource) {
            boolean job = resource.kind().equals("Job");
            String what = resource.display() + " of namespace " + resource.namespace()
                    + (job
                            ? " was removed before its end could be seen"
                            : " was applied, and is not there any more: somebody removes it");
            String advice = job
                    ? "let it stay for a minute (ttlSecondsAfterFinished: 60), or make it a hook of Helm"
                    : "look who deletes it: an operator, a policy, or another tool that owns the same name";
            return Symptom.lasting(
                    "gone/" + resource.display(),
                    Cause.of(CauseKind.STUCK, what).suggesting(advice),
                    gracePeriods.blocked());
        }
    }
}
