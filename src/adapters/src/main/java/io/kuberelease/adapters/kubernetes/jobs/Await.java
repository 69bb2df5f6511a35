package io.kuberelease.adapters.kubernetes.jobs;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocks until the cluster says that something is so, under a deadline. */
final class Await {

    private Await() {}

    /**
     * @param what it is waited for, as the object of "waited for …"
     */
    static void condition(CompletableFuture<?> condition, Duration within, String what) {
        try {
            condition.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while waiting for " + what);
        } catch (TimeoutException late) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.DEADLINE, "waited " + within.toSeconds() + " s in vain for " + what)
                            .suggesting("look at the namespace's pods and at the events of their node"),
                    Duration.ZERO,
                    late);
        } catch (ExecutionException failed) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not watch for " + what), Duration.ZERO, failed);
        } finally {
            condition.cancel(true);
        }
    }
}
