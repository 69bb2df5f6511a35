package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.port.Datastores.DatastoreRequest;

/** Builds the Job whose pod runs all datastores side by side. Pure. */
final class DatastoreJob {

    // Long enough to read why the Job ended, before the cluster removes it with its pod and Secret.
    private static final int KEPT_SECONDS = 60;

    /**
     * Keeps the pod off the nodes until its Secret exists: a kubelet that misses it would look again after ten seconds
     * only.
     */
    static final String GATE = "kube-release.io/secret";

    private DatastoreJob() {}

    /** Whether the pod still has our scheduling gate; gates of others are not ours to remove. */
    static boolean isGated(Pod pod) {
        return gate(pod) >= 0;
    }

    /**
     * A JSON patch that removes our gate alone, and fails if the gates have changed.
     *
     * @param pod the pod as last seen, which must be {@linkplain #isGated gated}
     */
    static String opening(Pod pod) {
        String gate = "/spec/schedulingGates/" + gate(pod);
        return "[{\"op\":\"test\",\"path\":\"" + gate + "/name\",\"value\":\"" + GATE
                + "\"},{\"op\":\"remove\",\"path\":\"" + gate + "\"}]";
    }

    private static int gate(Pod pod) {
        return pod.getSpec().getSchedulingGates().stream()
                .map(PodSchedulingGate::getName)
                .toList()
                .indexOf(GATE);
    }

    static Job of(JobIdentity identity, DatastoreRequest request) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(identity.name())
                .withLabels(identity.labels())
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(request.lifetime().toSeconds())
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(identity.labels())
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withSchedulingGates(new PodSchedulingGate(GATE))
                .withTerminationGracePeriodSeconds(1L)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withContainers(DatastoreContainers.of(request.datastores(), identity.name()))
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
