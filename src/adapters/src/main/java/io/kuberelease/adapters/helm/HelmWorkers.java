package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The pool of Helm workers of this process: each use gets a worker of its own, and idle ones are reused. Thread-safe.
 */
public final class HelmWorkers implements AutoCloseable {
    private final HelmWorkerCommand command;
    private final InstantSource clock;
    private final Deque<HelmWorker> idle = new ArrayDeque<>();
    private final Set<HelmWorker> all = new HashSet<>();
    private final Heartbeat heartbeat = new Heartbeat();

    public HelmWorkers(HelmWorkerCommand command, InstantSource clock) {
        this.command = command;
        this.clock = clock;
    }

    /** Starts a worker in advance unless one is idle, to save time later. Does not wait until it is ready. */
    public synchronized void prepare() {
        if (idle.isEmpty()) {
            idle.add(started());
        }
    }

    /**
     * The version of Helm, asked from a worker, which shows that it can be started. Blocks.
     *
     * @throws ReleaseException.Failed when no worker can be started or it does not answer
     */
    public String helmVersion(StageControl control) {
        try {
            return use(control, worker -> worker.ask("hello", Map.of(), WorkerMessages.Hello.class))
                    .helm();
        } catch (HelmWorker.Refused | IOException problem) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.MISSING_TOOL, "Helm does not run: " + problem.getMessage())
                            .suggesting("use Linux or macOS, on amd64 or arm64"),
                    problem);
        }
    }

    /** The directory of the workers. */
    Path directory() {
        return command.directory();
    }

    /** Kills all workers, even those at work. */
    @Override
    public synchronized void close() {
        heartbeat.close();
        all.forEach(HelmWorker::kill);
        all.clear();
        idle.clear();
    }

    /** Work that needs a worker. */
    interface Use<T> {
        T with(HelmWorker worker) throws IOException, HelmWorker.Refused;
    }

    /** Runs the work with a worker, which is killed when the stage is cancelled or its deadline passes. Blocks. */
    <T> T use(StageControl control, Use<T> use) throws IOException, HelmWorker.Refused {
        HelmWorker worker = take();
        long seconds = clock.instant().until(control.deadline(), ChronoUnit.SECONDS);
        CompletableFuture<Boolean> late =
                new CompletableFuture<Boolean>().completeOnTimeout(true, Math.max(0, seconds), TimeUnit.SECONDS);
        CompletableFuture<Void> guard = late.thenAccept(passed -> {
            if (passed) {
                worker.kill();
            }
        });
        control.cancellation().whenRequested(() -> late.complete(true));
        heartbeat.begin(worker);
        try {
            T result = use.with(worker);
            late.complete(false);
            return result;
        } finally {
            heartbeat.end(worker);
            late.complete(false);
            guard.join();
            giveBack(worker);
        }
    }

    private synchronized HelmWorker take() {
        for (HelmWorker worker = idle.poll(); worker != null; worker = idle.poll()) {
            if (worker.alive()) {
                return worker;
            }
            all.remove(worker);
        }
        return started();
    }

    private synchronized void giveBack(HelmWorker worker) {
        if (worker.alive() && all.contains(worker)) {
            idle.push(worker);
        } else {
            all.remove(worker);
        }
    }

    private HelmWorker started() {
        try {
            HelmWorker worker = HelmWorker.start(command.builder());
            all.add(worker);
            return worker;
        } catch (IOException problem) {
            throw new ReleaseException.Failed(
                    Cause.of(
                                    CauseKind.MISSING_TOOL,
                                    "could not start the Helm worker in " + command.directory() + ": "
                                            + problem.getMessage())
                            .suggesting("check that the disk is not full, and that programs there may be run;"
                                    + " in a terminal KUBE_RELEASE_CACHE names another directory"),
                    problem);
        }
    }

    /** Sends a beat to each worker in use every second, since one that no longer hears from us stops. */
    private static final class Heartbeat implements AutoCloseable {
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
}
