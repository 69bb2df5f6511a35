package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import java.util.List;
import java.util.Optional;

/**
 * The progress of one object, read from its own status.
 *
 * @param current how many of those wanted are ready; a single object counts as one
 * @param message what it waits for; mostly empty when it is ready
 * @param pods those of the present revision, which its readiness depends on
 * @param symptom the object's own symptom, not one of its pods
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

    /** For an object whose controller has not read the change yet, so that its status is outdated. */
    static Rollout unobserved(int wanted) {
        return waiting(0, wanted, "waits for its controller to see the change");
    }

    /** A copy with this message. */
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
