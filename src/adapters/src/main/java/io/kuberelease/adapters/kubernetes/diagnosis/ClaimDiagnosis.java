package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds why a claim gets no volume. Reads events alone: a claim made by a StatefulSet is in no chart, and a user who
 * may see events may not be allowed to see claims.
 */
public final class ClaimDiagnosis {
    private static final String KIND = "PersistentVolumeClaim";
    private static final String CLASSES = "kubectl get storageclass";
    private final GracePeriods gracePeriods;

    public ClaimDiagnosis(GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    /** Whether the event is about one of the pod's claims. */
    public static boolean isOfClaim(Event event, Pod pod) {
        return claims(pod).stream().anyMatch(claim -> speaksOf(event, claim));
    }

    /**
     * The claim's symptom; absent while no event tells of a failure.
     *
     * @param key the key that the symptom gets
     * @param events the claim's events
     */
    public Optional<Symptom> symptom(String key, String claim, ObjectEvents events) {
        return events.latestOf("FailedBinding", "ProvisioningFailed")
                .map(event -> said(key, claim, OneLine.of(ObjectEvents.message(event))));
    }

    /**
     * The symptom of a pod that waits for its claims; without an event of a claim it quotes the scheduler.
     *
     * @param said the scheduler's message on one line
     */
    Symptom symptom(Pod pod, List<Event> events, String said) {
        String key = "pod/" + pod.getMetadata().getUid() + "/claims";
        return claims(pod).stream()
                .flatMap(claim -> symptom(key, claim, eventsOf(claim, events)).stream())
                .map(symptom -> symptom.saying(ofPod(pod, symptom.cause())))
                .min(Symptom.MOST_CERTAIN_FIRST)
                .orElseGet(() -> unexplained(key, pod, said));
    }

    private Symptom said(String key, String claim, String message) {
        String summary = "persistentvolumeclaim/" + claim + " gets no volume: " + message;
        if (message.contains("no storage class is set")) {
            return Symptom.lasting(
                    key,
                    Cause.of(CauseKind.UNSCHEDULABLE, summary + ", and the cluster has no default one")
                            .suggesting("name a class in its storageClassName (" + CLASSES
                                    + " shows them), or have one made the cluster's default"),
                    gracePeriods.containerConfig());
        }
        if (message.contains("storageclass") && message.contains("not found")) {
            return Symptom.lasting(
                    key,
                    Cause.of(CauseKind.UNSCHEDULABLE, summary)
                            .suggesting("name a class that this cluster has: " + CLASSES),
                    gracePeriods.containerConfig());
        }
        return Symptom.passing(
                key,
                Cause.of(CauseKind.UNSCHEDULABLE, summary)
                        .suggesting("see what its provisioner says: kubectl describe persistentvolumeclaim " + claim));
    }

    private Symptom unexplained(String key, Pod pod, String said) {
        String names = claims(pod).stream()
                .map(claim -> "persistentvolumeclaim/" + claim)
                .collect(Collectors.joining(", "));
        Cause cause = Cause.of(
                        CauseKind.UNSCHEDULABLE,
                        "pod " + pod.getMetadata().getName() + " waits for its volume, " + names + ": " + said)
                .suggesting("see why a claim gets no volume: kubectl -n "
                        + pod.getMetadata().getNamespace() + " describe persistentvolumeclaim");
        return said.contains("not found")
                ? Symptom.lasting(key, cause, gracePeriods.containerConfig())
                : Symptom.passing(key, cause);
    }

    private static Cause ofPod(Pod pod, Cause cause) {
        return new Cause(
                cause.kind(),
                "no node takes pod " + pod.getMetadata().getName() + ": " + cause.summary(),
                cause.evidence(),
                cause.suggestion());
    }

    private static ObjectEvents eventsOf(String claim, List<Event> events) {
        return new ObjectEvents(
                events.stream().filter(event -> speaksOf(event, claim)).toList());
    }

    private static boolean speaksOf(Event event, String claim) {
        ObjectReference object = event.getInvolvedObject();
        return object != null && KIND.equals(object.getKind()) && claim.equals(object.getName());
    }

    private static List<String> claims(Pod pod) {
        List<String> names = new ArrayList<>();
        if (pod.getSpec() != null) {
            for (Volume volume : pod.getSpec().getVolumes()) {
                Optional.ofNullable(volume.getPersistentVolumeClaim())
                        .map(PersistentVolumeClaimVolumeSource::getClaimName)
                        .ifPresent(names::add);
                if (volume.getEphemeral() != null) {
                    names.add(pod.getMetadata().getName() + "-" + Objects.requireNonNullElse(volume.getName(), ""));
                }
            }
        }
        return names;
    }
}
