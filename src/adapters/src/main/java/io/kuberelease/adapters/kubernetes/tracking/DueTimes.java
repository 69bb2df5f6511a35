package io.kuberelease.adapters.kubernetes.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The moments at which one tracking wakes up without any change in the cluster. */
final class DueTimes implements AutoCloseable {
    private final TrackerContext trackerContext;
    private final Runnable look;
    private final List<Future<?>> set = new ArrayList<>();
    private Optional<Instant> nextLook = Optional.empty();

    /**
     * @param look judges again; called where work may take long
     */
    DueTimes(TrackerContext trackerContext, Runnable look) {
        this.trackerContext = trackerContext;
        this.look = look;
    }

    /** Has it looked again at that moment; once for the same moment. */
    synchronized void lookAt(Instant moment) {
        if (nextLook.filter(moment::equals).isEmpty()) {
            nextLook = Optional.of(moment);
            after(Duration.between(trackerContext.clock().instant(), moment), look);
        }
    }

    /** Has something done after that time. */
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
