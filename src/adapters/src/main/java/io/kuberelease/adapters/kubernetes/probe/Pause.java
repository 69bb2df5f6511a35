package io.kuberelease.adapters.kubernetes.probe;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocking waits that end at once, with {@code Aborted}, when the stage is cancelled or the thread is interrupted. */
final class Pause {
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    Pause(Cancellation cancellation) {
        cancellation.whenRequested(() -> stopped.complete(null));
    }

    /** Waits for this long. */
    void of(Duration time) {
        await(stopped, time);
        if (stopped.isDone()) {
            throw new ReleaseException.Aborted("the check was not finished");
        }
    }

    /** Waits until the answer is complete, for this long at most; does not throw the answer's own exception. */
    void forAnswer(CompletableFuture<?> answer, Duration time) {
        await(CompletableFuture.anyOf(answer.handle((done, problem) -> done), stopped), time);
        if (stopped.isDone()) {
            answer.cancel(true);
            throw new ReleaseException.Aborted("the check was not finished");
        }
    }

    private static void await(Future<?> event, Duration time) {
        try {
            event.get(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException passed) {
            // The time has passed, as wanted.
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("the check was interrupted");
        }
    }
}
