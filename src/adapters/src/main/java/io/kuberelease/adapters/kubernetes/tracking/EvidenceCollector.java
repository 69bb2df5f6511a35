package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.ContainerLog;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Saves what supports a cause while the pods still exist: the last lines of the containers, beside the events. */
final class EvidenceCollector {
    private final ContainerLogs logs;
    private final HookLogs hooks;

    EvidenceCollector(ContainerLogs logs, HookLogs hooks) {
        this.logs = logs;
        this.hooks = hooks;
    }

    /** The symptom's cause with all that can be read; never exceptional, and soon. */
    CompletableFuture<Cause> collect(Symptom symptom) {
        List<CompletableFuture<Evidence>> reading =
                symptom.logs().stream().map(this::read).toList();
        return CompletableFuture.allOf(reading.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    List<Evidence> all = new ArrayList<>(symptom.cause().evidence());
                    reading.stream().map(CompletableFuture::join).forEach(evidence -> addNew(all, evidence));
                    return symptom.cause().seen(all);
                });
    }

    private CompletableFuture<Evidence> read(ContainerLog log) {
        return hooks.of(log)
                .map(ContainerLogs.Followed::tail)
                .orElseGet(() -> logs.tail(log))
                .thenApply(lines -> new Evidence(log.title(), lines));
    }

    /** Between two runs of a container its present log is that of the previous run. */
    private static void addNew(List<Evidence> all, Evidence evidence) {
        if (!evidence.lines().isEmpty()
                && all.stream().noneMatch(known -> known.lines().equals(evidence.lines()))) {
            all.add(evidence);
        }
    }
}
