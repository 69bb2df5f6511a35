package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Numbers.count;
import static io.kuberelease.adapters.kubernetes.tracking.Numbers.number;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A DaemonSet is ready once every node that should run it has an available pod of the present revision. */
final class DaemonSetRollout {
    private static final String GENERATION_OF_SET = "deprecated.daemonset.template.generation";
    private static final String GENERATION_OF_POD = "pod-template-generation";
    private final CreationEvents creation;

    DaemonSetRollout(CreationEvents creation) {
        this.creation = creation;
    }

    Rollout judge(DaemonSet set, Snapshot snapshot) {
        DaemonSetStatus status = set.getStatus();
        if (status == null
                || number(status.getObservedGeneration())
                        < number(set.getMetadata().getGeneration())) {
            return Rollout.unobserved(status == null ? 1 : count(status.getDesiredNumberScheduled(), 0));
        }
        Rollout rollout = counted(set, status);
        boolean missing = count(status.getCurrentNumberScheduled(), 0) < count(status.getDesiredNumberScheduled(), 0);
        return rollout.ready()
                ? rollout.saying(worthKnowing(set, status))
                : rollout.with(present(set, snapshot))
                        .suffering(missing ? creation.symptom(set, snapshot) : Optional.empty());
    }

    private static String worthKnowing(DaemonSet set, DaemonSetStatus status) {
        int wanted = count(status.getDesiredNumberScheduled(), 0);
        int old = wanted - count(status.getUpdatedNumberScheduled(), 0);
        if (wanted == 0) {
            return "no node is one of those that should run it";
        }
        return updatesByHand(set) && old > 0
                ? old + " of its pods run the revision before until somebody deletes them (OnDelete)"
                : "";
    }

    private static Rollout counted(DaemonSet set, DaemonSetStatus status) {
        int wanted = count(status.getDesiredNumberScheduled(), 0);
        int updated = updatesByHand(set) ? wanted : count(status.getUpdatedNumberScheduled(), 0);
        int available = count(status.getNumberAvailable(), 0);
        if (updated < wanted) {
            return Rollout.waiting(Math.min(updated, available), wanted, updated + " of " + wanted + " updated");
        }
        return available < wanted
                ? Rollout.waiting(available, wanted, "waits for its pods to be ready")
                : Rollout.complete(wanted);
    }

    private static List<Pod> present(DaemonSet set, Snapshot snapshot) {
        String generation = text(set.getMetadata().getAnnotations(), GENERATION_OF_SET);
        return snapshot.podsOf(set).stream()
                .filter(pod ->
                        text(pod.getMetadata().getLabels(), GENERATION_OF_POD).equals(generation))
                .toList();
    }

    private static String text(Map<String, String> all, String name) {
        return Objects.requireNonNullElse(all, Map.<String, String>of()).getOrDefault(name, "");
    }

    private static boolean updatesByHand(DaemonSet set) {
        return Optional.ofNullable(set.getSpec().getUpdateStrategy())
                .map(DaemonSetUpdateStrategy::getType)
                .filter("OnDelete"::equals)
                .isPresent();
    }
}
