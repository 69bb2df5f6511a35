package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.kuberelease.model.ResourceIdentity;
import java.util.Arrays;
import java.util.Optional;

/** The kinds that are watched: those whose readiness is more than their existence, and Event. */
enum TrackedKind {
    POD("v1", "Pod", Pod.class),
    EVENT("v1", "Event", Event.class),
    SERVICE("v1", "Service", Service.class),
    CLAIM("v1", "PersistentVolumeClaim", PersistentVolumeClaim.class),
    REPLICA_SET("apps/v1", "ReplicaSet", ReplicaSet.class),
    DEPLOYMENT("apps/v1", "Deployment", Deployment.class),
    STATEFUL_SET("apps/v1", "StatefulSet", StatefulSet.class),
    DAEMON_SET("apps/v1", "DaemonSet", DaemonSet.class),
    JOB("batch/v1", "Job", Job.class);

    private final String apiVersion;
    private final String kind;
    private final Class<? extends HasMetadata> type;

    TrackedKind(String apiVersion, String kind, Class<? extends HasMetadata> type) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.type = type;
    }

    /** The watched kind of a resource; absent for kinds that are polled or ready once they exist. */
    static Optional<TrackedKind> of(ResourceIdentity resource) {
        return Arrays.stream(values())
                .filter(known -> known.apiVersion.equals(resource.apiVersion()) && known.kind.equals(resource.kind()))
                .findFirst();
    }

    Class<? extends HasMetadata> type() {
        return type;
    }
}
