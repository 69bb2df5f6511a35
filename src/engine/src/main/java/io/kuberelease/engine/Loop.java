package io.kuberelease.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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

    /** A loop without a thread of its own: whoever brings the first message has a worker see to all that are there. */
    final class BorrowingLoop implements Loop {
        private final Executor workers;
        private final ScheduledExecutorService timers;
        private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
        private final AtomicInteger waiting = new AtomicInteger();

        BorrowingLoop(Executor workers, ScheduledExecutorService timers) {
            this.workers = workers;
            this.timers = timers;
        }

        @Override
        public void execute(Runnable message) {
            messages.add(message);
            if (waiting.getAndIncrement() == 0) {
                workers.execute(this::serve);
            }
        }

        @Override
        public Future<?> later(Runnable message, Duration wait) {
            return timers.schedule(() -> execute(message), wait.toMillis(), TimeUnit.MILLISECONDS);
        }

        /**
         * Counted down after each message, so that one which comes in between is seen here or wakes another worker; also
         * after one that ends in an error, since those behind it would never be seen to.
         */
        private void serve() {
            do {
                Runnable message = messages.remove();
                try {
                    message.run();
                } catch (Throwable e) {
                    Thread thread = Thread.currentThread();
                    thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
                }
            } while (waiting.decrementAndGet() > 0);
        }
    }
}
