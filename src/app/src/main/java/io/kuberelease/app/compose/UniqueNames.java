package io.kuberelease.app.compose;

import java.util.HashMap;
import java.util.Map;

/** Names that Kubernetes takes, another one for each origin: what shortens to the same is told apart by a number. */
final class UniqueNames {
    private final Map<String, String> names = new HashMap<>();

    /** The name of what comes from there; the same each time. */
    String of(String origin, String wanted) {
        String known = names.get(origin);
        if (known != null) {
            return known;
        }
        String label = Names.label(wanted);
        String free = label;
        for (int number = 2; names.containsValue(free); number++) {
            free = label + "-" + number;
        }
        names.put(origin, free);
        return free;
    }
}
