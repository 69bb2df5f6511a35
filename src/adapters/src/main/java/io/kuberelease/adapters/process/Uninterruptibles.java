package io.kuberelease.adapters.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits even on a thread that was interrupted before, where cleaning up must not be skipped. */
final class Uninterruptibles {
    private Uninterruptibles() {}

    /**
     * Waits no longer than the limit. An earlier interruption does not keep it from waiting; one that comes meanwhile
     * ends the wait. Either way the thread is interrupted afterwards.
     *
     * @return false when the limit or an interruption ended the wait
     * @throws IllegalStateException when the future has failed
     */
    static boolean await(CompletableFuture<?> end, Duration limit) {
        boolean interrupted = Thread.interrupted();
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException again) {
            interrupted = true;
            return false;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException problem) {
            throw new IllegalStateException("what was waited for has failed", problem.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
