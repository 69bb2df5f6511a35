package io.kuberelease.adapters.kubernetes.probe;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits that end at once when the work is told to stop. */
final class Pause {
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    Pause(Cancellation cancellation) {
        cancellation.whenRequested(() -> stopped.complete(null));
    }

    /** Waits for as long as this. */
    void of(Duration time) {
        await(stopped, time);
        if (stopped.isDone()) {
            throw new ReleaseException.Aborted("the check was not finished");
        }
    }

    /** Waits for the answer at most as long as this, without taking it. */
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
            // That is what was waited for.
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("the check was interrupted");
        }
    }
}
