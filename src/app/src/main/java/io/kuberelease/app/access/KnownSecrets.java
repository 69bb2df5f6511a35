package io.kuberelease.app.access;

import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.Secret;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that were looked up for a build, and the tokens obtained with them. All of them must
 * be masked wherever they turn up. Thread-safe.
 */
public final class KnownSecrets {
    private final Set<String> seen = new LinkedHashSet<>();
    private @Nullable Consumer<FoundSecrets> reader;

    /** Passes on all secrets seen so far, and from now on each new one. A later reader replaces this one. */
    public synchronized void readBy(Consumer<FoundSecrets> now) {
        reader = now;
        now.accept(FoundSecrets.of(seen));
    }

    /** Adds one. */
    public void see(String secret) {
        see(FoundSecrets.of(List.of(secret)));
    }

    /** Adds some. */
    public synchronized void see(FoundSecrets secrets) {
        Set<String> added = new LinkedHashSet<>();
        secrets.values().stream()
                .map(Secret::reveal)
                .filter(secret -> !secret.isBlank())
                .filter(seen::add)
                .forEach(added::add);
        if (reader != null && !added.isEmpty()) {
            reader.accept(FoundSecrets.of(added));
        }
    }
}
