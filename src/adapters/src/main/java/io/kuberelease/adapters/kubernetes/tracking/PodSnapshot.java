package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.diagnosis.ObjectEvents;
import io.kuberelease.adapters.kubernetes.diagnosis.PassingIds;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ResourceIdentity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pod and its events, for evidence beyond that which the cause itself has. */
record PodSnapshot(Pod pod, ObjectEvents events) {
    /** Further pods of a failing rollout rarely show anything new. */
    private static final int MOST = 10;

    /** The pods that this release has created, ten at most. */
    static List<PodSnapshot> of(
            Collection<ResourceIdentity> resources, Snapshot snapshot, RolloutBaseline rolloutBaseline) {
        return resources.stream()
                .flatMap(snapshot::findAll)
                .flatMap(object -> pods(object, snapshot))
                .filter(rolloutBaseline::isNew)
                .limit(MOST)
                .map(pod -> new PodSnapshot(pod, new ObjectEvents(snapshot.eventsOf(pod))))
                .toList();
    }

    private static Stream<Pod> pods(HasMetadata object, Snapshot snapshot) {
        Stream<Pod> own = object instanceof Pod pod ? Stream.of(pod) : snapshot.podsOf(object).stream();
        return Stream.concat(
                own, snapshot.replicaSetsOf(object).stream().flatMap(set -> snapshot.podsOf(set).stream()));
    }

    /** Its status and its events; no section for events when there are none. */
    List<Evidence> seen() {
        List<Evidence> seen = new ArrayList<>();
        seen.add(new Evidence("pod " + name() + ", status", status(), true));
        List<String> told =
                PassingIds.folded(events.all().stream().map(PodSnapshot::words).toList());
        if (!told.isEmpty()) {
            seen.add(new Evidence("pod " + name() + ", events", told, true));
        }
        return seen;
    }

    /** The logs of each container, and of its previous run if it was restarted. */
    List<ContainerLog> logs() {
        return containers()
                .flatMap(status -> restarts(status) > 0
                        ? Stream.of(log(status, true), log(status, false))
                        : Stream.of(log(status, false)))
                .toList();
    }

    private List<String> status() {
        List<String> lines = new ArrayList<>();
        lines.add("phase " + text(pod.getStatus().getPhase()) + ", node "
                + text(pod.getSpec().getNodeName()));
        pod.getStatus().getConditions().stream()
                .filter(condition -> !"True".equals(condition.getStatus()))
                .map(condition -> condition.getType() + " " + condition.getStatus() + " " + text(condition.getReason())
                        + " " + text(condition.getMessage()))
                .map(String::strip)
                .forEach(lines::add);
        containers()
                .map(status -> "container " + status.getName() + ": " + words(status.getState()) + ", "
                        + restarts(status) + " restarts, image " + text(status.getImage()))
                .forEach(lines::add);
        return lines;
    }

    private Stream<ContainerStatus> containers() {
        return Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
    }

    private ContainerLog log(ContainerStatus status, boolean previous) {
        return new ContainerLog(pod.getMetadata().getNamespace(), name(), status.getName(), previous);
    }

    private String name() {
        return pod.getMetadata().getName();
    }

    private static int restarts(ContainerStatus status) {
        return Objects.requireNonNullElse(status.getRestartCount(), 0);
    }

    private static String words(@Nullable ContainerState state) {
        if (state == null) {
            return "unknown";
        }
        if (state.getTerminated() != null) {
            return "ended with exit code " + state.getTerminated().getExitCode();
        }
        return state.getWaiting() == null
                ? "running"
                : "waiting, " + text(state.getWaiting().getReason()) + " "
                        + text(state.getWaiting().getMessage());
    }

    private static String words(Event event) {
        return text(event.getType()) + " " + text(event.getReason()) + ": "
                + ObjectEvents.message(event).strip();
    }

    private static String text(@Nullable String value) {
        return Optional.ofNullable(value).orElse("");
    }
}
