package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Informers that are started one by one and stopped together; after that none starts any more. */
final class Informers implements AutoCloseable {
    private final List<SharedIndexInformer<?>> running = new ArrayList<>();
    private boolean closed;

    /**
     * Begins to watch; completes once the first list has been read, exceptionally when it can't be.
     *
     * @param changed told what is there, what is new, and what has changed
     * @param deleted told the last known state of what is gone
     */
    <T> CompletionStage<Void> start(SharedIndexInformer<T> informer, Consumer<T> changed, Consumer<T> deleted) {
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(null);
            }
            running.add(informer);
        }
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                changed.accept(added);
            }

            @Override
            public void onUpdate(T before, T after) {
                changed.accept(after);
            }

            @Override
            public void onDelete(T last, boolean finalStateUnknown) {
                deleted.accept(last);
            }
        });
        return informer.start();
    }

    @Override
    public void close() {
        List<SharedIndexInformer<?>> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(running);
        }
        all.forEach(SharedIndexInformer::stop);
    }
}
