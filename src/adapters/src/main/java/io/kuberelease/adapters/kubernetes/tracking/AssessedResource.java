package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import java.util.Optional;
import java.util.Set;

/** The status of one resource and, if something keeps it from being ready, the symptom. */
record AssessedResource(ResourceStatus status, Optional<Symptom> symptom) {
    private static final Set<String> RUNNING =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Pod");

    /** Whether its kind runs pods, for which other resources may have to wait. */
    boolean hasPods() {
        return RUNNING.contains(status.resource().kind());
    }

    /** The symptom, where there is one, becomes the status message at once, long before it counts as final. */
    static AssessedResource of(ResourceIdentity resource, Rollout rollout, Optional<Symptom> symptom) {
        String message = symptom.map(found -> found.cause().summary()).orElse(rollout.message());
        return new AssessedResource(
                new ResourceStatus(resource, rollout.current(), rollout.wanted(), message, rollout.ready()), symptom);
    }
}
