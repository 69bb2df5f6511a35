package io.jenkins.plugins.kuberelease.datastore;

import io.kuberelease.app.Unattended;
import io.kuberelease.port.Cancellation;
import java.util.concurrent.CompletableFuture;

/** Tells a start of datastores to stop, once. */
final class CancellationSource implements Cancellation {
    private final CompletableFuture<Void> told = new CompletableFuture<>();

    void stop() {
        told.complete(null);
    }

    @Override
    public boolean requested() {
        return told.isDone();
    }

    @Override
    public void whenRequested(Runnable action) {
        Unattended.then(told, (nothing, never) -> action.run());
    }
}
