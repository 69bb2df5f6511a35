package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Collects evidence for a cause while the pods still exist: the last lines of the containers, and events. */
final class EvidenceCollector {
    private final ContainerLogs logs;
    private final HookLogs hooks;

    EvidenceCollector(ContainerLogs logs, HookLogs hooks) {
        this.logs = logs;
        this.hooks = hooks;
    }

    /**
     * The symptom's cause with the logs, pod states and events added. Each log is waited for four seconds at most; one
     * that can't be read is left out.
     */
    CompletableFuture<Cause> collect(Symptom symptom, List<PodSnapshot> pods) {
        List<CompletableFuture<Evidence>> reading =
                symptom.logs().stream().map(log -> read(log, false)).toList();
        List<CompletableFuture<Evidence>> beside = pods.stream()
                .flatMap(pod -> pod.logs().stream())
                .filter(log -> !symptom.logs().contains(log))
                .map(log -> read(log, true))
                .toList();
        return CompletableFuture.allOf(
                        Stream.concat(reading.stream(), beside.stream()).toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    // The most telling evidence first: the program's own log, then events and pod states.
                    List<Evidence> all = new ArrayList<>();
                    reading.stream().map(CompletableFuture::join).forEach(evidence -> addNew(all, evidence));
                    all.addAll(symptom.cause().evidence());
                    pods.forEach(pod -> all.addAll(pod.seen()));
                    beside.stream().map(CompletableFuture::join).forEach(evidence -> addNew(all, evidence));
                    return symptom.cause().seen(all);
                });
    }

    private CompletableFuture<Evidence> read(ContainerLog log, boolean background) {
        return hooks.of(log)
                .map(ContainerLogs.Followed::tail)
                .orElseGet(() -> logs.tail(log))
                .thenApply(lines -> new Evidence(log.title(), lines, background));
    }

    /** Adds no lines twice: between two runs of a container its present log is that of the previous run. */
    private static void addNew(List<Evidence> all, Evidence evidence) {
        if (!evidence.lines().isEmpty()
                && all.stream().noneMatch(known -> known.lines().equals(evidence.lines()))) {
            all.add(evidence);
        }
    }
}
