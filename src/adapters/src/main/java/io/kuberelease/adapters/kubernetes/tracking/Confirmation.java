package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Checks that the cluster answers and that our watches are up to date before a release is declared failed: a watch that
 * was cut off shows an old state, and a symptom may last only there.
 */
final class Confirmation {
    /** An object that changes all the time never catches up with a fresh read, so after this many tries we go on. */
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

    /** Whether the last answer confirmed what the watches show, and {@link #expire} was not called since. */
    synchronized boolean isFresh() {
        return fresh;
    }

    /** Forgets the last answer, so that the next verdict needs a new one. */
    synchronized void expire() {
        fresh = false;
        behind = 0;
    }

    /**
     * Asks the cluster without blocking; does nothing while an earlier question is unanswered.
     *
     * @param blamed the pods that the verdict goes by, whose watch may have been cut off while that of their workload
     *     was not
     * @param held what the watches show
     * @param answered called with the problem, or with empty when the cluster answered
     */
    void ask(List<ResourceIdentity> blamed, Supplier<Snapshot> held, Consumer<Optional<ReleaseException>> answered) {
        synchronized (this) {
            if (asking) {
                return;
            }
            asking = true;
        }
        List<ResourceIdentity> all =
                Stream.concat(resources.stream(), blamed.stream()).distinct().toList();
        var unused = versions.read(all)
                .thenApply(read -> isAsNew(held.get(), read))
                .whenComplete((asNew, problem) -> {
                    conclude(problem == null, Boolean.TRUE.equals(asNew));
                    answered.accept(Optional.ofNullable(problem).map(Confirmation::translated));
                });
    }

    private synchronized void conclude(boolean reached, boolean asNew) {
        asking = false;
        behind = reached && !asNew ? behind + 1 : 0;
        fresh = reached && (asNew || behind >= MOST_BEHIND);
    }

    private static boolean isAsNew(Snapshot held, Map<ResourceIdentity, Long> read) {
        return read.entrySet().stream().allMatch(entry -> held.find(entry.getKey())
                // What was removed is held as it was last seen.
                .filter(object -> !held.isGone(object))
                .map(object ->
                        entry.getValue() != RolloutBaseline.GONE && RolloutBaseline.version(object) >= entry.getValue())
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
