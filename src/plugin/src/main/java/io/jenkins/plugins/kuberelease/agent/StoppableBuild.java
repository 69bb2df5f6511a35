package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.StageControl;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A build that ends in order when the channel interrupts the thread that waits for it. */
final class StoppableBuild implements Cancellation, AutoCloseable {
    private final ImageBuilder builder;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<Runnable> actions = new ArrayList<>();
    private boolean requested;

    StoppableBuild(ImageBuilder builder) {
        this.builder = builder;
    }

    BuiltImage run(BuildImage task, StageControl control) throws InterruptedException {
        Future<BuiltImage> build = thread.submit(() -> builder.build(task, control));
        try {
            return build.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : new IllegalStateException(e);
        } catch (InterruptedException e) {
            stop();
            throw e;
        }
    }

    private void stop() {
        List<Runnable> now;
        synchronized (this) {
            requested = true;
            now = List.copyOf(actions);
        }
        now.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean requested() {
        return requested;
    }

    @Override
    public void whenRequested(Runnable action) {
        boolean now;
        synchronized (this) {
            now = requested;
            actions.add(action);
        }
        if (now) {
            action.run();
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
