package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.port.Datastores.DatastoreRequest;

/** The Job whose pod runs all datastores side by side, from what is wanted; pure. */
final class DatastoreJob {

    // Long enough to read why it ended, before the cluster removes Job, pod and Secret.
    private static final int KEPT_SECONDS = 60;

    /** Keeps the pod from a node until its Secret is there: a kubelet that misses one looks again after ten seconds. */
    static final String GATE = "kube-release.io/secret";

    private DatastoreJob() {}

    /** Whether it still stands before our gate; gates of others are theirs to open. */
    static boolean isGated(Pod pod) {
        return gate(pod) >= 0;
    }

    /**
     * A JSON patch that opens our gate alone.
     *
     * @param pod as last seen, {@linkplain #isGated gated}
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
