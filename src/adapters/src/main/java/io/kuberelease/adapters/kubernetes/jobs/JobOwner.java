package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** References to a Job as the owner of what is to go when it goes. */
public final class JobOwner {

    private JobOwner() {}

    /** The Job as the owner. */
    public static OwnerReference of(Job job) {
        return of(job.getMetadata().getName(), job.getMetadata().getUid());
    }

    /** The Job of this name and uid as the owner. */
    public static OwnerReference of(String name, String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(name)
                .withUid(uid)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** Whether the pod is this very Job's: one of an earlier Job of the same name may still be ending. */
    static boolean owns(HasMetadata job, Pod pod) {
        String uid = job.getMetadata().getUid();
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(uid));
    }
}
