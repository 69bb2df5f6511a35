package io.kuberelease.adapters.kubernetes.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The timers of one tracking, for moments at which it acts without a change in the cluster. Thread-safe. */
final class DueTimes implements AutoCloseable {
    private final TrackerContext trackerContext;
    private final Runnable look;
    private final List<Future<?>> set = new ArrayList<>();
    private Optional<Instant> nextLook = Optional.empty();

    /**
     * @param look judges again; runs on the context's io executor
     */
    DueTimes(TrackerContext trackerContext, Runnable look) {
        this.trackerContext = trackerContext;
        this.look = look;
    }

    /** Schedules a look at that moment; asking again for the moment that was asked for last does nothing. */
    synchronized void lookAt(Instant moment) {
        if (nextLook.filter(moment::equals).isEmpty()) {
            nextLook = Optional.of(moment);
            after(Duration.between(trackerContext.clock().instant(), moment), look);
        }
    }

    /** Runs the action on the io executor after that time; a negative time means at once. */
    synchronized void after(Duration wait, Runnable action) {
        set.add(trackerContext
                .timers()
                .schedule(
                        () -> trackerContext.io().execute(action),
                        Math.max(0, wait.toMillis()) + 1,
                        TimeUnit.MILLISECONDS));
    }

    @Override
    public synchronized void close() {
        set.forEach(alarm -> alarm.cancel(false));
        set.clear();
    }
}
