package io.kuberelease.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what one release has to decide, one message after the other, in the order in which they came. */
public interface Loop extends Executor {

    /** Brings a message to the loop after a while, unless it is cancelled before. */
    Future<?> later(Runnable message, Duration wait);

    /** A loop with a thread of its own; for where there is one release. */
    static Loop on(ScheduledExecutorService thread) {
        return new Loop() {
            @Override
            public void execute(Runnable message) {
                thread.execute(message);
            }

            @Override
            public Future<?> later(Runnable message, Duration wait) {
                return thread.schedule(message, wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        };
    }

    /**
     * A loop that has a thread only while there is something to do; for where many releases wait for days.
     *
     * @param workers whose thread is borrowed for as long as messages are there, also while one of them blocks
     * @param timers tells when a while is over; never blocked
     */
    static Loop among(Executor workers, ScheduledExecutorService timers) {
        return new BorrowingLoop(workers, timers);
    }
}
