package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds why the containers of a scheduled pod are not started: its volumes or its sandbox. */
final class VolumeDiagnosis {
    private static final Pattern MISSING = Pattern.compile(
            "(secret|configmap) .*not found|non-existent (secret|config) key", Pattern.CASE_INSENSITIVE);
    private final GracePeriods gracePeriods;
    private final Pod pod;
    private final ObjectEvents events;

    VolumeDiagnosis(GracePeriods gracePeriods, Pod pod, ObjectEvents events) {
        this.gracePeriods = gracePeriods;
        this.pod = pod;
        this.events = events;
    }

    Optional<Symptom> symptom() {
        return containersAreWaiting()
                ? events.latest("FailedMount")
                        .or(() -> events.latest("FailedAttachVolume"))
                        .or(() -> events.latest("FailedCreatePodSandBox"))
                        .map(this::symptomOf)
                : Optional.empty();
    }

    private boolean containersAreWaiting() {
        return pod.getStatus().getContainerStatuses().stream()
                .anyMatch(
                        status -> status.getState() != null && status.getState().getWaiting() != null);
    }

    private Symptom symptomOf(Event event) {
        String message = OneLine.of(ObjectEvents.message(event));
        String key = "pod/" + pod.getMetadata().getUid() + "/volumes";
        Cause cause = Cause.of(
                        CauseKind.CONTAINER_CONFIG,
                        "pod " + pod.getMetadata().getName() + " can't be started: " + message)
                .suggesting("create what is missing, or correct its name in the chart's values");
        return MISSING.matcher(message).find()
                ? Symptom.lasting(key, cause, gracePeriods.containerConfig())
                : Symptom.passing(key, cause);
    }
}
