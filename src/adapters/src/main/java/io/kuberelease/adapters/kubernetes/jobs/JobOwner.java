package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** Owner references to a Job or a pod, for objects that the cluster is to delete along with it. */
public final class JobOwner {

    private JobOwner() {}

    public static OwnerReference of(Job job) {
        return of(job.getMetadata().getName(), job.getMetadata().getUid());
    }

    public static OwnerReference of(String name, String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(name)
                .withUid(uid)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** Nothing waits for the objects to be deleted. */
    public static OwnerReference ofPod(Pod pod) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .build();
    }

    /** Whether the Job owns the pod, by uid: a pod of an earlier Job of the same name may still be ending. */
    static boolean owns(HasMetadata job, Pod pod) {
        String uid = job.getMetadata().getUid();
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(uid));
    }
}
