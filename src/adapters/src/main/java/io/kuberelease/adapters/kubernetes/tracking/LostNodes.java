package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.kubernetes.diagnosis.OneLine;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Looks whether the nodes of pods that did not become ready are there. Of a pod that has not begun to run nothing else
 * tells: the cluster marks only those that were ready when it lost their node.
 */
final class LostNodes {
    private static final int MOST = 5;
    private static final int LIMIT_SECONDS = 4;

    private final KubernetesClient client;
    private final Executor io;

    LostNodes(KubernetesClient client, Executor io) {
        this.client = client;
        this.io = io;
    }

    /**
     * The cause with the lost nodes as its beginning, where nothing definite is known; else the same cause. Never
     * fails, and gives up after four seconds.
     */
    CompletableFuture<Cause> told(Cause cause, Collection<Pod> pods) {
        Map<String, List<Pod>> waiting = pods.stream()
                .filter(pod -> pod.getSpec() != null && pod.getSpec().getNodeName() != null)
                .filter(pod -> !PodDiagnosis.isReady(pod))
                .collect(Collectors.groupingBy(pod -> pod.getSpec().getNodeName(), TreeMap::new, Collectors.toList()));
        boolean open = cause.kind() == CauseKind.STUCK || cause.kind() == CauseKind.DEADLINE;
        return open && !waiting.isEmpty()
                ? CompletableFuture.supplyAsync(() -> with(cause, waiting), io)
                        .completeOnTimeout(cause, LIMIT_SECONDS, TimeUnit.SECONDS)
                        .exceptionally(problem -> cause)
                : CompletableFuture.completedFuture(cause);
    }

    private Cause with(Cause cause, Map<String, List<Pod>> waiting) {
        Map<String, String> lost = new TreeMap<>();
        waiting.entrySet().stream().limit(MOST).forEach(entry -> trouble(entry.getKey(), entry.getValue())
                .ifPresent(trouble -> lost.put(entry.getKey(), trouble)));
        if (lost.isEmpty()) {
            return cause;
        }
        String node = lost.keySet().iterator().next();
        boolean known = cause.summary().contains("is on node " + node + ", which is not ready");
        Cause told = known
                ? cause
                : new Cause(
                        CauseKind.STUCK,
                        lost.get(node) + "; " + cause.summary(),
                        cause.evidence(),
                        Optional.of("look at the node: kubectl describe node " + node));
        return told.seen(List.of(new Evidence("nodes", List.copyOf(lost.values()))));
    }

    private Optional<String> trouble(String node, List<Pod> pods) {
        String waiting = pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.joining(", "));
        try {
            Node found = client.nodes().withName(node).get();
            return found == null
                    ? Optional.of("node " + node + " is not there any more, and " + waiting + " waits for it")
                    : ready(found)
                            .filter(condition -> !"True".equals(condition.getStatus()))
                            .map(condition -> "node " + node + " of " + waiting + " is not ready"
                                    + (OneLine.of(condition.getMessage()).isEmpty() ? "" : ": ")
                                    + OneLine.of(condition.getMessage()));
        } catch (KubernetesClientException unknown) {
            // Mostly we lack the permission; the kubelet's first act would have been to say that it has seen the pod.
            return pods.stream().anyMatch(LostNodes::wasNeverSeen)
                    ? Optional.of("node " + node + " has not begun with " + waiting
                            + ", so it may not be ready (it may not be read)")
                    : Optional.empty();
        }
    }

    private static Optional<NodeCondition> ready(Node node) {
        return node.getStatus().getConditions().stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .findFirst();
    }

    private static boolean wasNeverSeen(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getStartTime() == null;
    }
}
