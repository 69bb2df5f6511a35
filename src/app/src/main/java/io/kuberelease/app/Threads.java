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
 * The threads of all releases of a process: workers for as long as there is something to do, and one for timers, which
 * is never blocked.
 */
public final class Threads implements AutoCloseable {
    private final ScheduledExecutorService timers;
    private final ExecutorService workers;

    /**
     * @param factories makes the threads of a kind, by what they are called
     * @param asWhom what the work of the workers is done as
     */
    public Threads(Function<String, ThreadFactory> factories, UnaryOperator<ExecutorService> asWhom) {
        ScheduledThreadPoolExecutor timing = new ScheduledThreadPoolExecutor(1, factories.apply("kube-release timer"));
        timing.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timing.setRemoveOnCancelPolicy(true);
        this.timers = timing;
        this.workers = asWhom.apply(Executors.newCachedThreadPool(factories.apply("kube-release worker")));
    }

    /** Those of a program of its own: they don't keep it from ending. */
    public static Threads ofProgram() {
        return new Threads(Threads::daemon, workers -> workers);
    }

    /** Wakes what waits. */
    public ScheduledExecutorService timers() {
        return timers;
    }

    /** For what blocks. */
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
