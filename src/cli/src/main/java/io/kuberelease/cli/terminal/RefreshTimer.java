package io.kuberelease.cli.terminal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls something a few times a second, from one thread that keeps no process alive. */
final class RefreshTimer {
    private static final long MILLIS = 100;

    private final Runnable action;
    private @Nullable ScheduledExecutorService timer;

    RefreshTimer(Runnable action) {
        this.action = action;
    }

    /** Begins, if it has not begun. */
    synchronized void start() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "terminal");
                thread.setDaemon(true);
                return thread;
            });
            var unused = timer.scheduleAtFixedRate(action, 0, MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Calls no more, until it is started again. */
    synchronized void stop() {
        if (timer != null) {
            timer.shutdown();
            timer = null;
        }
    }
}
