package io.kuberelease.adapters.helm;

import io.kuberelease.port.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** A cancellation that the test asks for. */
final class ManualCancellation implements Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean requested;

    synchronized void request() {
        requested = true;
        actions.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean requested() {
        return requested;
    }

    @Override
    public synchronized void whenRequested(Runnable action) {
        actions.add(action);
        if (requested) {
            action.run();
        }
    }
}
