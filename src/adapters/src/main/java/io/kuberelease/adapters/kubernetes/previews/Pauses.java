package io.kuberelease.adapters.kubernetes.previews;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits that end at once when the stage is told to stop. */
final class Pauses {
    private final CountDownLatch stopped = new CountDownLatch(1);

    Pauses(Cancellation cancellation) {
        cancellation.whenRequested(stopped::countDown);
    }

    /**
     * Waits for that long.
     *
     * @throws ReleaseException.Aborted when it is told to stop meanwhile
     */
    void of(Duration time) {
        try {
            if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ReleaseException.Aborted("stopped while it waited");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while it waited");
        }
    }
}
