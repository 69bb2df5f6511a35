package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds in a pod's status and events what keeps it from being ready. Pure. */
public final class PodDiagnosis {
    private final GracePeriods gracePeriods;

    public PodDiagnosis(GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    /** The cause, once it is certain that the pod won't become ready by itself. */
    public Optional<Cause> cause(Pod pod, List<Event> events) {
        return symptom(pod, events).filter(Symptom::isDefinite).map(Symptom::cause);
    }

    /**
     * The pod's most certain symptom; absent when it is ready, is ending on a node that answers, or nothing is known.
     *
     * @param events events of the namespace; only those of the pod and its claims are used
     */
    public Optional<Symptom> symptom(Pod pod, List<Event> events) {
        if (pod.getStatus() == null || isReady(pod)) {
            return Optional.empty();
        }
        ObjectEvents own = eventsOf(pod, events);
        Optional<Symptom> lost = new NodeDiagnosis(pod, own).symptom();
        if (lost.isPresent() || pod.getMetadata().getDeletionTimestamp() != null) {
            return lost;
        }
        return Stream.of(
                        new SchedulingDiagnosis(gracePeriods, pod, own, events).symptom().stream(),
                        containers(pod, own))
                .flatMap(found -> found)
                .min(Symptom.MOST_CERTAIN_FIRST)
                .or(() -> new VolumeDiagnosis(gracePeriods, pod, own).symptom())
                .map(symptom -> withWarnings(symptom, pod, own));
    }

    /** Whether the pod's condition Ready is true. */
    public static boolean isReady(Pod pod) {
        return condition(pod, "Ready")
                .filter(found -> "True".equals(found.getStatus()))
                .isPresent();
    }

    /** The pod's condition of this type; absent when it has none. */
    static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    private Stream<Symptom> containers(Pod pod, ObjectEvents events) {
        List<ContainerStatus> all = new ArrayList<>(pod.getStatus().getInitContainerStatuses());
        all.addAll(pod.getStatus().getContainerStatuses());
        return all.stream()
                .map(status -> new ContainerView(pod, status, events.of(status.getName())))
                .flatMap(view -> new ContainerDiagnosis(gracePeriodsWith(view, pod), view).symptom().stream());
    }

    /** Longer ones while another container of the pod is still coming up, since this one may wait for it. */
    private GracePeriods gracePeriodsWith(ContainerView view, Pod pod) {
        boolean othersComeUp = pod.getStatus().getContainerStatuses().stream()
                .filter(status -> !status.getName().equals(view.status().getName()))
                .map(status -> new ContainerView(pod, status, view.events()))
                .anyMatch(other -> other.running() && !other.ready() && other.restarts() == 0);
        return othersComeUp ? gracePeriods.amongOthers() : gracePeriods;
    }

    private static ObjectEvents eventsOf(Pod pod, List<Event> events) {
        String uid = pod.getMetadata().getUid();
        return new ObjectEvents(events.stream()
                .filter(event -> event.getInvolvedObject() != null
                        && uid.equals(event.getInvolvedObject().getUid()))
                .toList());
    }

    private static Symptom withWarnings(Symptom symptom, Pod pod, ObjectEvents events) {
        List<Evidence> warnings = events
                .warnings("events of pod " + pod.getMetadata().getName())
                .stream()
                .toList();
        return symptom.saying(symptom.cause().seen(warnings));
    }
}
