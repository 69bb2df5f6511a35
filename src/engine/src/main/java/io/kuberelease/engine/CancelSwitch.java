package io.kuberelease.engine;

import io.kuberelease.port.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** The engine's end of a {@link Cancellation}: once thrown it stays thrown, and each action runs once. */
public final class CancelSwitch implements Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean thrown;

    /** A switch that is thrown when its parent is; throwing it does not throw the parent. */
    static CancelSwitch under(Cancellation parent) {
        CancelSwitch child = new CancelSwitch();
        parent.whenRequested(child::cancel);
        return child;
    }

    /** Throws the switch; does nothing when it is thrown already. */
    public void cancel() {
        List<Runnable> toTell;
        synchronized (this) {
            thrown = true;
            toTell = List.copyOf(listeners);
            listeners.clear();
        }
        toTell.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean requested() {
        return thrown;
    }

    @Override
    public void whenRequested(Runnable action) {
        synchronized (this) {
            if (!thrown) {
                listeners.add(action);
                return;
            }
        }
        action.run();
    }
}
