package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.kubernetes.diagnosis.PodInTheWay;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Deletes pods that block their controller and that it would itself replace, each once, and reports it. A precondition
 * on the uid protects a successor of the same name.
 */
final class PodsInTheWay {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private final KubernetesClient client;
    private final Executor io;
    private final Progress progress;
    private final Map<String, Optional<ReleaseException>> asked = new ConcurrentHashMap<>();

    PodsInTheWay(KubernetesClient client, Executor io, Progress progress) {
        this.client = client;
        this.io = io;
        this.progress = progress;
    }

    /** Whether deleting the symptom's pod was begun and not refused; such a symptom decides nothing. */
    boolean isHandled(Symptom symptom) {
        return symptom.inTheWay()
                .filter(pod ->
                        asked.containsKey(pod.uid()) && asked.get(pod.uid()).isEmpty())
                .isPresent();
    }

    /** Whether the symptom goes away when its pod is deleted, and that was not tried yet. */
    boolean canFree(Symptom symptom) {
        return symptom.inTheWay().filter(pod -> !asked.containsKey(pod.uid())).isPresent();
    }

    /**
     * Deletes the symptom's pod on the io executor; returns at once. {@code refused} runs when it can't be done,
     * {@code again} when another try may help, neither on success.
     */
    void free(Symptom symptom, Runnable refused, Runnable again) {
        PodInTheWay pod = symptom.inTheWay().orElseThrow();
        asked.put(pod.uid(), Optional.empty());
        io.execute(() -> {
            try {
                delete(pod);
                progress.note(pod.workload() + ": pod " + pod.pod()
                        + " was of an earlier revision, was not ready, and its controller won't replace such a pod"
                        + " (kubernetes#67250): deleted, so that the update goes on");
            } catch (ReleaseException.Errored away) {
                asked.remove(pod.uid());
                again.run();
            } catch (ReleaseException problem) {
                asked.put(pod.uid(), Optional.of(problem));
                refused.run();
            }
        });
    }

    /** The symptom, with the reason added if deleting its pod was refused. */
    Symptom told(Symptom symptom) {
        return symptom.inTheWay()
                .flatMap(pod -> asked.getOrDefault(pod.uid(), Optional.empty()))
                .map(problem -> symptom.saying(with(symptom.cause(), problem)))
                .orElse(symptom);
    }

    private void delete(PodInTheWay pod) {
        String path = "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.pod();
        try {
            client.raw(
                    path,
                    "DELETE",
                    Map.of(
                            "apiVersion", "v1",
                            "kind", "DeleteOptions",
                            "preconditions", Map.of("uid", pod.uid())));
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != NOT_FOUND && problem.getCode() != CONFLICT) {
                throw ClusterErrors.translate("delete pod " + pod.pod() + " of namespace " + pod.namespace(), problem);
            }
        }
    }

    private static Cause with(Cause cause, ReleaseException problem) {
        List<Evidence> seen = new ArrayList<>(cause.evidence());
        seen.add(new Evidence(
                "kube-release tried to delete it", List.of(problem.reason().summary())));
        return cause.seen(seen);
    }
}
