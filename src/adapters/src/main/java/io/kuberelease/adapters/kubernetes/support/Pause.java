package io.kuberelease.adapters.kubernetes.support;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocking waits that end at once, with {@code Aborted}, when the stage is cancelled or the thread is interrupted. */
public final class Pause {
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final String what;

    /**
     * @param what is being done, for the words of {@code Aborted}, for example {@code the check}
     */
    public Pause(Cancellation cancellation, String what) {
        this.what = what;
        cancellation.whenRequested(() -> stopped.complete(null));
    }

    /** Waits for this long. */
    public void of(Duration time) {
        await(stopped, time);
        if (stopped.isDone()) {
            throw new ReleaseException.Aborted(what + " was not finished");
        }
    }

    /** Waits until the answer is complete, for this long at most; does not throw the answer's own exception. */
    public void forAnswer(CompletableFuture<?> answer, Duration time) {
        await(CompletableFuture.anyOf(answer.handle((done, problem) -> done), stopped), time);
        if (stopped.isDone()) {
            answer.cancel(true);
            throw new ReleaseException.Aborted(what + " was not finished");
        }
    }

    private void await(Future<?> event, Duration time) {
        try {
            event.get(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException passed) {
            // The time has passed, as wanted.
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted(what + " was interrupted");
        }
    }
}
