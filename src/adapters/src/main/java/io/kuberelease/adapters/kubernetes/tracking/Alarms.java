package io.kuberelease.adapters.kubernetes.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The moments at which one tracking wakes up without any change in the cluster. */
final class Alarms implements AutoCloseable {
    private final Workshop workshop;
    private final Runnable look;
    private final List<Future<?>> set = new ArrayList<>();
    private Optional<Instant> nextLook = Optional.empty();

    /**
     * @param look judges again; called where work may take long
     */
    Alarms(Workshop workshop, Runnable look) {
        this.workshop = workshop;
        this.look = look;
    }

    /** Has it looked again at that moment; once for the same moment. */
    synchronized void lookAt(Instant moment) {
        if (nextLook.filter(moment::equals).isEmpty()) {
            nextLook = Optional.of(moment);
            after(Duration.between(workshop.clock().instant(), moment), look);
        }
    }

    /** Has something done after that time. */
    synchronized void after(Duration wait, Runnable action) {
        set.add(workshop.timers()
                .schedule(
                        () -> workshop.io().execute(action), Math.max(0, wait.toMillis()) + 1, TimeUnit.MILLISECONDS));
    }

    @Override
    public synchronized void close() {
        set.forEach(alarm -> alarm.cancel(false));
        set.clear();
    }
}
