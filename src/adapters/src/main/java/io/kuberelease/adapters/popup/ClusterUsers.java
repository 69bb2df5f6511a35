package io.kuberelease.adapters.popup;

import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The clusters that this process uses: as long as it lives nobody reaps them, however long its release takes. When it
 * ends well, those that its release has asked for live on for their time.
 */
public final class ClusterUsers implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final PopUpStore store;
    private final InstantSource clock;
    private final Map<PopUpName, PopUpStore.Held> used = new HashMap<>();
    private final Set<PopUpName> asked = new HashSet<>();

    public ClusterUsers(PopUpStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** From now on this process uses it. */
    synchronized void use(PopUpName name) {
        used.computeIfAbsent(name, store::use);
    }

    /** The same, since a release has asked for it. */
    synchronized void askedFor(PopUpName name) {
        use(name);
        asked.add(name);
    }

    private void putOff(PopUpName name, Instant now) {
        try {
            store.holding(name, MOMENT, Cancellation.NEVER, () -> store.find(name)
                    .filter(popUp -> popUp.state() == PopUp.State.READY)
                    .ifPresent(popUp -> store.write(popUp.askedFor(now))));
        } catch (ReleaseException notNow) {
            // Whoever has it now decides on its end; the release itself is over, and has said how.
            return;
        }
    }

    @Override
    public synchronized void close() {
        Instant now = clock.instant();
        try {
            asked.forEach(name -> putOff(name, now));
        } finally {
            used.values().forEach(PopUpStore.Held::close);
            used.clear();
            asked.clear();
        }
    }
}
