package io.kuberelease.app;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The threads of all releases of a process: workers, made as needed, and a timer thread that never runs blocking work.
 */
public final class Threads implements AutoCloseable {
    private final ScheduledExecutorService timers;
    private final ExecutorService workers;

    /**
     * @param factories makes the thread factory for a kind of threads, from their name
     * @param asWhom wraps the workers, for example to run their work as a certain user
     */
    public Threads(Function<String, ThreadFactory> factories, UnaryOperator<ExecutorService> asWhom) {
        ScheduledThreadPoolExecutor timing = new ScheduledThreadPoolExecutor(1, factories.apply("kube-release timer"));
        timing.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timing.setRemoveOnCancelPolicy(true);
        this.timers = timing;
        this.workers = asWhom.apply(Executors.newCachedThreadPool(factories.apply("kube-release worker")));
    }

    /** Daemon threads, which don't keep a program from exiting. */
    public static Threads ofProgram() {
        return new Threads(Threads::daemon, workers -> workers);
    }

    /** For short work at a later time; must not block. */
    public ScheduledExecutorService timers() {
        return timers;
    }

    /** For work that may block. */
    public ExecutorService workers() {
        return workers;
    }

    private static ThreadFactory daemon(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        timers.shutdownNow();
        workers.shutdownNow();
    }
}
