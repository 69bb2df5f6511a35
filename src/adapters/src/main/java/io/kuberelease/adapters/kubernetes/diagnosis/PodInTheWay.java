package io.kuberelease.adapters.kubernetes.diagnosis;

/**
 * A pod that a workload's controller waits for in vain, and would replace as soon as it were ready.
 *
 * @param workload as people write it, for example {@code statefulset/polls}
 */
public record PodInTheWay(String workload, String namespace, String pod, String uid) {}
