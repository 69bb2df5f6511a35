package io.kuberelease.promotion;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.ReleaseRecords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Reads the records of environments from their own clusters, side by side: one that is gone delays no other. */
public final class Histories {
    private final ReleaseRecords records;
    private final Executor workers;

    /**
     * @param workers runs calls that block; must never run them on the caller's thread
     */
    public Histories(ReleaseRecords records, Executor workers) {
        this.records = records;
        this.workers = workers;
    }

    /**
     * The records of one environment, or why they can't be read.
     *
     * @param records the newest first; empty also when they can't be read
     * @param problem why they can't be read; absent when they can
     */
    public record History(
            EnvironmentSpec environment, List<EnvironmentRecord> records, Optional<ReleaseException> problem) {
        public History {
            records = List.copyOf(records);
        }

        /** The present bundle's record, or the problem, or nothing when nothing is recorded. */
        public Optional<EnvironmentRecord> present() {
            return records.stream().findFirst();
        }
    }

    /** The histories of the environments, in their order. Blocks. */
    public Map<EnvironmentName, History> of(List<EnvironmentSpec> environments) {
        Map<EnvironmentName, History> histories = new LinkedHashMap<>();
        sideBySide(environments, this::read)
                .forEach(each -> histories.put(each.environment().name(), each));
        return histories;
    }

    /** Asks about each environment at the same time; the answers in the environments' order. */
    <T> List<T> sideBySide(List<EnvironmentSpec> environments, Function<EnvironmentSpec, T> question) {
        List<CompletableFuture<T>> asked = environments.stream()
                .map(environment -> CompletableFuture.supplyAsync(() -> question.apply(environment), workers))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /** Reads the records of one environment; a problem is in the result and not thrown. Blocks. */
    public History read(EnvironmentSpec environment) {
        try {
            return new History(environment, records.history(environment), Optional.empty());
        } catch (ReleaseException problem) {
            return new History(environment, List.of(), Optional.of(problem));
        }
    }
}
