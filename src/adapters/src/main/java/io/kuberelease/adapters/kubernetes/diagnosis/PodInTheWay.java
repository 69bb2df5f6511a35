package io.kuberelease.adapters.kubernetes.diagnosis;

/**
 * A pod that never gets ready and so blocks its controller, which would replace it as soon as it were ready.
 *
 * @param workload the workload as people write it, for example {@code statefulset/polls}
 */
public record PodInTheWay(String workload, String namespace, String pod, String uid) {}
