package io.kuberelease.adapters.oci;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs a few tasks at a time; the first failure or a cancellation ends the others. */
final class BoundedParallel implements AutoCloseable {
    /** Enough to keep a line busy, and few enough for registries not to object. */
    private static final int AT_ONCE = 4;

    private static final int SECONDS_TO_END = 2;

    private final ThreadPoolExecutor threads;
    private final BlockingQueue<Optional<RuntimeException>> ended = new LinkedBlockingQueue<>();
    private int started;

    BoundedParallel(Cancellation cancellation) {
        threads = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "registry-copy");
            thread.setDaemon(true);
            return thread;
        });
        threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        cancellation.whenRequested(this::stop);
    }

    void start(Runnable work) {
        started++;
        threads.execute(() -> {
            try {
                work.run();
                ended.add(Optional.empty());
            } catch (RuntimeException problem) {
                ended.add(Optional.of(problem));
            }
        });
    }

    /**
     * Waits until all tasks have ended.
     *
     * @throws ReleaseException when a task has failed, the first one's; or when it was cancelled
     */
    void finish() {
        try {
            for (int finished = 0; finished < started; finished++) {
                ended.take().ifPresent(problem -> {
                    throw problem;
                });
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw aborted();
        }
    }

    private void stop() {
        ended.add(Optional.of(aborted()));
        threads.shutdownNow();
    }

    private static ReleaseException aborted() {
        return new ReleaseException.Aborted("stopped while copying; what has been copied stays");
    }

    /** Stops what still runs, and waits up to two seconds for it to end. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
