package io.kuberelease.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the messages of one release, one after the other, in the order in which they came. */
public interface Loop extends Executor {

    /** Runs the message on the loop after the wait, unless the future is cancelled before. */
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
     * @param workers lend a thread for as long as there are messages, also while one of them blocks
     * @param timers brings delayed messages to the loop; never blocked
     */
    static Loop among(Executor workers, ScheduledExecutorService timers) {
        return new BorrowingLoop(workers, timers);
    }

    /**
     * A loop without a thread of its own: the first message to an idle loop borrows a worker, which runs all that come.
     */
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
         * Counts down after each message, also after one that throws, so that a message that comes meanwhile is either
         * run here or wakes another worker.
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
