package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.diagnosis.ObjectEvents;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.adapters.kubernetes.jobs.LogEvidence;
import io.kuberelease.adapters.kubernetes.jobs.PodContainers;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.plan.DatastoreSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The causes for datastores that did not get ready, with the last lines of the one to blame. Methods may block. */
final class DatastoreCauses {
    private final KubernetesClient client;
    private final List<DatastoreSpec> datastores;
    private final ObjectEvents events;

    /**
     * @param events the pod's events so far
     */
    DatastoreCauses(KubernetesClient client, List<DatastoreSpec> datastores, ObjectEvents events) {
        this.client = client;
        this.datastores = datastores;
        this.events = events;
    }

    /** For a symptom of the pod, with advice on the release file's settings where they can help. */
    Cause suffering(Symptom symptom) {
        Cause cause = new LogEvidence(client).causeOf(symptom);
        return switch (cause.kind()) {
            case QUOTA ->
                cause.suggesting(
                        "raise the namespace's quota, or say what the datastores take: datastores.<name>.resources"
                                + " in the release file");
            case CONTAINER_CONFIG ->
                cause.summary().contains("runAsNonRoot")
                        ? cause.suggesting("name a user that the image can run as: datastores.<name>.runAsUser in the"
                                + " release file; 0 is root, which namespaces with Pod Security restricted refuse")
                        : cause;
            default -> cause;
        };
    }

    /** For the deadline, when nothing is known to be wrong. */
    Cause notReadyWithin(Duration waited) {
        return Cause.of(
                CauseKind.DEADLINE,
                "the datastores " + names(datastores) + " were not ready within " + waited.toSeconds() + " s");
    }

    /** For a pod that was deleted. */
    Cause deleted() {
        return Cause.of(
                CauseKind.DATASTORE_FAILED,
                "the pod of datastores " + names(datastores) + " was deleted before they were ready");
    }

    /** For a datastore that runs but was not ready in its time. */
    Cause late(Pod pod, DatastoreSpec spec) {
        String check = events.of(spec.name())
                .latest("Unhealthy")
                .map(event -> ": " + ObjectEvents.message(event).strip())
                .orElse("");
        return Cause.of(
                        CauseKind.DATASTORE_FAILED,
                        "datastore " + label(spec) + " was not ready within "
                                + spec.readyWithin().toSeconds() + " s" + firstLine(check))
                .suggesting("read its last lines; a slow machine may need more time")
                .seen(evidence(pod, spec.name()));
    }

    /** For a container that ended, as a datastore never should. */
    Cause ended(Pod pod, ContainerStatus status) {
        ContainerStateTerminated end = PodContainers.ended(status).orElseThrow();
        String reason = Optional.ofNullable(end.getReason())
                .filter(text -> !text.equals("Error") && !text.equals("Completed"))
                .map(text -> " (" + text + ")")
                .orElse("");
        String name = datastores.stream()
                .filter(spec -> spec.name().equals(status.getName()))
                .map(DatastoreCauses::label)
                .findFirst()
                .orElse(status.getName());
        String message = Optional.ofNullable(end.getMessage())
                .map(text -> ": " + text.strip())
                .orElse("");
        return Cause.of(
                        CauseKind.DATASTORE_FAILED,
                        "datastore " + name + " ended with exit code " + end.getExitCode() + reason
                                + " before it was ready" + firstLine(message))
                .suggesting("read its last lines: the image, its settings or its memory limit may be wrong")
                .seen(evidence(pod, status.getName()));
    }

    /** The names for messages, for example {@code postgres, redis}. */
    static String names(List<DatastoreSpec> specs) {
        return String.join(", ", specs.stream().map(DatastoreSpec::name).toList());
    }

    private List<Evidence> evidence(Pod pod, String container) {
        ContainerLog log = new ContainerLog(
                pod.getMetadata().getNamespace(), pod.getMetadata().getName(), container, false);
        return Stream.concat(
                        Stream.of(new LogEvidence(client).of(log)),
                        events.of(container).warnings("events of " + container).stream())
                .toList();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String label(DatastoreSpec spec) {
        return spec.name() + " " + spec.version();
    }
}
