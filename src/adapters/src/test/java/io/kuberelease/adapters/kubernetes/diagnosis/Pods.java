package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.function.UnaryOperator;

/** Hand-made pods and events that show only what matters. */
final class Pods {
    private Pods() {}

    static Pod pod(UnaryOperator<PodBuilder> details) {
        return details.apply(new PodBuilder()
                        .withNewMetadata()
                        .withName("polls-1")
                        .withNamespace("polls")
                        .withUid("uid-1")
                        .endMetadata()
                        .withNewStatus()
                        .withPhase("Pending")
                        .endStatus())
                .build();
    }

    static Pod withContainer(UnaryOperator<ContainerStatusBuilder> details) {
        return pod(pod -> pod.editStatus()
                .addToContainerStatuses(details.apply(new ContainerStatusBuilder()
                                .withName("web")
                                .withImage("registry/polls:1")
                                .withReady(false)
                                .withRestartCount(0))
                        .build())
                .endStatus());
    }

    static Pod waiting(String reason, String message) {
        return withContainer(container -> container
                .withNewState()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .endState());
    }

    static Pod crashLooping(int exitCode, String reason, int restarts) {
        return withContainer(container -> container
                .withRestartCount(restarts)
                .withNewState()
                .withNewWaiting()
                .withReason("CrashLoopBackOff")
                .withMessage("back-off 10s restarting failed container")
                .endWaiting()
                .endState()
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .endTerminated()
                .endLastState());
    }

    static Pod crashed(int exitCode, int restarts) {
        return withContainer(container -> container
                .withRestartCount(restarts)
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason("Error")
                .endTerminated()
                .endState());
    }

    static Pod running() {
        return withContainer(container ->
                container.withNewState().withNewRunning().endRunning().endState());
    }

    static Pod unscheduled(String reason, String message) {
        return pod(pod -> pod.editStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .endStatus());
    }

    static Event event(String reason, String message) {
        return new EventBuilder()
                .withNewMetadata()
                .endMetadata()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp("2026-01-01T00:00:00Z")
                .withNewInvolvedObject()
                .withUid("uid-1")
                .withFieldPath("spec.containers{web}")
                .endInvolvedObject()
                .build();
    }
}
