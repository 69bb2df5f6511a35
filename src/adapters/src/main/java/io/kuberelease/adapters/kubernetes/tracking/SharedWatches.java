package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The informers in use: one for each cluster, namespace and kind, shared by all its users and stopped with the last.
 */
final class SharedWatches {
    private static final long PAGE = 500;
    private final Map<Key, Shared> open = new HashMap<>();

    /** Identifies an informer; trackings that ask for an equal key share it. */
    record Key(String cluster, String namespace, TrackedKind kind) {}

    /** One user's share of an informer. Closing it twice does no harm. */
    interface Watch extends AutoCloseable {

        TrackedKind kind();

        /** Completes once the first list has been read; exceptionally when it can't be. */
        CompletionStage<Void> started();

        /** The watched objects as of the last event; never null, empty until the first list is in. */
        List<? extends HasMetadata> objects();

        @Override
        void close();
    }

    /**
     * Starts the informer, or joins the running one, and adds the handler to it.
     *
     * @param handler called on the client's threads; must not block
     */
    synchronized Watch open(Key key, KubernetesClient client, ResourceEventHandler<HasMetadata> handler) {
        Shared shared = open.computeIfAbsent(key, missing -> new Shared(informer(key, client)));
        shared.users++;
        shared.informer.addEventHandler(handler);
        return new Use(key, shared, handler, shared.informer.start());
    }

    private synchronized void close(Key key, Shared shared, ResourceEventHandler<HasMetadata> handler) {
        shared.informer.removeEventHandler(handler);
        shared.users--;
        if (shared.users == 0) {
            open.remove(key, shared);
            shared.informer.stop();
        }
    }

    private static SharedIndexInformer<? extends HasMetadata> informer(Key key, KubernetesClient client) {
        // A list in pages is never answered from a cache of the API server that may be behind.
        return client.resources(key.kind().type())
                .inNamespace(key.namespace())
                .withLimit(PAGE)
                .runnableInformer(0)
                // Once it has begun it goes on until the deadline, whatever happens to the connection.
                .exceptionHandler((started, problem) -> started);
    }

    private static final class Shared {
        private final SharedIndexInformer<? extends HasMetadata> informer;
        private int users;

        Shared(SharedIndexInformer<? extends HasMetadata> informer) {
            this.informer = informer;
        }
    }

    private final class Use implements Watch {
        private final Key key;
        private final Shared shared;
        private final ResourceEventHandler<HasMetadata> handler;
        private final CompletionStage<Void> started;
        private boolean closed;

        Use(Key key, Shared shared, ResourceEventHandler<HasMetadata> handler, CompletionStage<Void> started) {
            this.key = key;
            this.shared = shared;
            this.handler = handler;
            this.started = started;
        }

        @Override
        public TrackedKind kind() {
            return key.kind();
        }

        @Override
        public CompletionStage<Void> started() {
            return started;
        }

        @Override
        public List<? extends HasMetadata> objects() {
            return shared.informer.getStore().list();
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                SharedWatches.this.close(key, shared, handler);
            }
        }
    }
}
