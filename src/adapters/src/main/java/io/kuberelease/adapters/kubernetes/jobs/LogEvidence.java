package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import java.util.List;
import java.util.stream.Stream;

/** Reads the last lines of containers as evidence, before anything is removed. Methods block. */
public final class LogEvidence {

    private static final int LINES = 50;
    /** Bounds the memory, since fifty lines may be of any length. */
    private static final int BYTES = 1 << 20;

    private final KubernetesClient client;

    public LogEvidence(KubernetesClient client) {
        this.client = client;
    }

    /** The symptom's cause with its logs added as evidence. */
    public Cause causeOf(Symptom symptom) {
        Cause cause = symptom.cause();
        return cause.seen(
                Stream.concat(cause.evidence().stream(), symptom.logs().stream().map(this::of))
                        .toList());
    }

    /** The container's last lines. If they can't be read, the evidence says so: the cause holds without them. */
    public Evidence of(ContainerLog log) {
        try {
            String text = client.pods()
                    .inNamespace(log.namespace())
                    .withName(log.pod())
                    .inContainer(log.container())
                    .withReadyWaitTimeout(0)
                    .limitBytes(BYTES)
                    .tailingLines(LINES)
                    .getLog();
            Stream<String> cut = text.length() >= BYTES
                    ? Stream.of(
                            "(of the last " + LINES + " lines, what follows the first " + BYTES + " bytes is left out)")
                    : Stream.of();
            return new Evidence(log.title(), Stream.concat(text.lines(), cut).toList());
        } catch (KubernetesClientException unreadable) {
            return new Evidence(
                    log.title(), List.of("(could not be read: the API server answered " + unreadable.getCode() + ")"));
        }
    }
}
