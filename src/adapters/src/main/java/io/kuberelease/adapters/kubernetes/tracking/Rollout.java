package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import java.util.List;
import java.util.Optional;

/**
 * How far one object has come, read from its own status.
 *
 * @param current how many of what is wanted are there and ready
 * @param message what it waits for; mostly empty when it is ready
 * @param pods those of the present revision, which its readiness depends on
 * @param symptom what the object itself suffers from
 * @param gaveUp whether its controller has given up: then what a pod suffers from is final too
 */
record Rollout(
        int current,
        int wanted,
        String message,
        boolean ready,
        List<Pod> pods,
        Optional<Symptom> symptom,
        boolean gaveUp) {

    static Rollout complete(int wanted) {
        return new Rollout(wanted, wanted, "", true, List.of(), Optional.empty(), false);
    }

    static Rollout waiting(int current, int wanted, String message) {
        return new Rollout(current, wanted, message, false, List.of(), Optional.empty(), false);
    }

    /** The controller has not yet read what was applied: its status speaks of what was before. */
    static Rollout unobserved(int wanted) {
        return waiting(0, wanted, "waits for its controller to see the change");
    }

    /** The same with something that is worth knowing of it, ready or not. */
    Rollout saying(String text) {
        return new Rollout(current, wanted, text, ready, pods, symptom, gaveUp);
    }

    Rollout with(List<Pod> present) {
        return new Rollout(current, wanted, message, ready, present, symptom, gaveUp);
    }

    Rollout suffering(Optional<Symptom> own) {
        return new Rollout(current, wanted, message, ready, pods, own, gaveUp);
    }

    Rollout givenUp(Symptom own) {
        return new Rollout(current, wanted, message, ready, pods, Optional.of(symptom.orElse(own)), true);
    }
}
