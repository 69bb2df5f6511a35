package io.kuberelease.adapters.kubernetes.tests;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says why tests have no result. */
final class TestCauses {
    private TestCauses() {}

    /** The stage's time was up, and nothing is known to be wrong. */
    static Cause late(Duration waited, List<String> lastLines) {
        return Cause.of(CauseKind.DEADLINE, "the tests did not end within " + waited.toSeconds() + " s")
                .seen(List.of(new Evidence("last lines of the tests", lastLines)));
    }

    /** The pod has something that won't go away by itself; its size is the release file's to say. */
    static Cause suffering(Cause cause) {
        return cause.kind() == CauseKind.QUOTA || cause.kind() == CauseKind.UNSCHEDULABLE
                ? cause.suggesting(
                        "make room, or say what the command takes: resources, beside its command in the release"
                                + " file")
                : cause;
    }

    /** Whether the container ended without its command ever running. */
    static boolean neverStarted(ContainerStateTerminated end) {
        return "StartError".equals(end.getReason()) || "ContainerCannotRun".equals(end.getReason());
    }

    /** The command could not be run in the image. */
    static Cause notStarted(ContainerStateTerminated end) {
        String message = Optional.ofNullable(end.getMessage()).orElse("").strip();
        return Cause.of(CauseKind.CONTAINER_CONFIG, "the test command could not be started: " + message)
                .suggesting("check that the image has the command, on its PATH and executable");
    }

    /** The cluster took the pod's node or its room. */
    static Cause endedByCluster(Pod pod) {
        String why = Optional.ofNullable(pod.getStatus().getReason()).orElse("no reason given") + ": "
                + Optional.ofNullable(pod.getStatus().getMessage()).orElse("");
        return Cause.of(CauseKind.UNAVAILABLE, "the cluster ended the pod of the tests (" + why + ")");
    }

    /** Somebody deleted the pod. */
    static Cause deleted() {
        return Cause.of(CauseKind.UNAVAILABLE, "the pod of the tests was deleted before they ended");
    }
}
