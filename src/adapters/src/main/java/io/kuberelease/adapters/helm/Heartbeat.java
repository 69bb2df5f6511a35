package io.kuberelease.adapters.helm;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells workers that are at something that we are still there: one that does not hear of us must not go on. */
final class Heartbeat implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Set<HelmWorker> atWork = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Heartbeat::thread);
    private boolean started;

    void begin(HelmWorker worker) {
        start();
        atWork.add(worker);
    }

    void end(HelmWorker worker) {
        atWork.remove(worker);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private synchronized void start() {
        if (!started && !timer.isShutdown()) {
            var unused = timer.scheduleAtFixedRate(
                    () -> atWork.forEach(HelmWorker::beat),
                    PERIOD.toMillis(),
                    PERIOD.toMillis(),
                    TimeUnit.MILLISECONDS);
            started = true;
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "helm-worker-heartbeat");
        thread.setDaemon(true);
        return thread;
    }
}
