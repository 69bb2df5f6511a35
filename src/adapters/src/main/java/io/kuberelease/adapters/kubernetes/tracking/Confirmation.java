package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes sure that the cluster answers, and that our watches have kept up with it, before a release is given up: watches
 * that were cut off show what was, and a symptom that lasts only there is nobody's fault.
 */
final class Confirmation {
    /** What changes all the time is never quite as new as what was just read. */
    private static final int MOST_BEHIND = 3;

    private final AppliedVersions versions;
    private final List<ResourceIdentity> resources;
    private boolean asking;
    private boolean fresh;
    private int behind;

    Confirmation(AppliedVersions versions, List<ResourceIdentity> resources) {
        this.versions = versions;
        this.resources = resources;
    }

    /** Whether the cluster has answered, and nothing has changed for the better since. */
    synchronized boolean isFresh() {
        return fresh;
    }

    /** The next answer that matters is to be asked for. */
    synchronized void expire() {
        fresh = false;
    }

    /**
     * Asks the cluster, unless it is being asked already.
     *
     * @param held what the watches show
     * @param answered told why the cluster can't be asked; absent when it answered
     */
    void ask(Supplier<? extends Collection<HasMetadata>> held, Consumer<Optional<ReleaseException>> answered) {
        synchronized (this) {
            if (asking) {
                return;
            }
            asking = true;
        }
        var unused = versions.read(resources).whenComplete((read, problem) -> {
            Optional<ReleaseException> unreachable =
                    Optional.ofNullable(problem).map(Confirmation::translated);
            synchronized (this) {
                asking = false;
                fresh = unreachable.isEmpty() && (isAsNew(new Snapshot(held.get()), read) || ++behind >= MOST_BEHIND);
            }
            answered.accept(unreachable);
        });
    }

    private boolean isAsNew(Snapshot held, Map<ResourceIdentity, Long> read) {
        return read.entrySet().stream().allMatch(entry -> held.find(entry.getKey())
                .map(object -> RolloutBaseline.version(object) >= entry.getValue())
                .orElse(entry.getValue() == RolloutBaseline.GONE));
    }

    private static ReleaseException translated(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        if (cause instanceof ReleaseException known) {
            return known;
        }
        return new ReleaseException.Errored(
                Cause.of(CauseKind.INTERNAL, "could not look again at what was applied: " + cause),
                Duration.ZERO,
                cause);
    }
}
