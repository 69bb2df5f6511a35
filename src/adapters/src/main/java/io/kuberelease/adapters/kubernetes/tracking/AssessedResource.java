package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import java.util.Optional;
import java.util.Set;

/** What is to be said about one resource: its line, and what it suffers from. */
record AssessedResource(ResourceStatus status, Optional<Symptom> symptom) {
    private static final Set<String> RUNNING =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Pod");

    /** Whether it runs something that others may wait for. */
    boolean hasPods() {
        return RUNNING.contains(status.resource().kind());
    }

    /** What it suffers from is told at once, long before it may count as final. */
    static AssessedResource of(ResourceIdentity resource, Rollout rollout, Optional<Symptom> symptom) {
        String message = symptom.map(found -> found.cause().summary()).orElse(rollout.message());
        return new AssessedResource(
                new ResourceStatus(resource, rollout.current(), rollout.wanted(), message, rollout.ready()), symptom);
    }
}
