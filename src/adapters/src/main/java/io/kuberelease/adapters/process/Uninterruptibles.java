package io.kuberelease.adapters.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what must be waited for, even on a thread that is interrupted. */
final class Uninterruptibles {
    private Uninterruptibles() {}

    /**
     * Waits at most so long. An interruption that was there before stays for the caller; one that comes while waiting ends it.
     *
     * @return whether it has ended well
     * @throws IllegalStateException when it has failed
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
