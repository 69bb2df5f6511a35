package io.kuberelease.adapters.bundle;

import io.kuberelease.request.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts one values file over another as Helm does: mappings merge, all else is replaced, lists too. */
final class ValuesMerge {
    private ValuesMerge() {}

    /** Both, where the later one wins; a null stays, since it removes a default of the chart. */
    static Node.Mapping over(Node.Mapping earlier, Node.Mapping later) {
        Map<String, Node.Entry> merged = new LinkedHashMap<>();
        earlier.entries().forEach(entry -> merged.put(entry.key(), entry));
        later.entries().forEach(entry -> merged.merge(entry.key(), entry, ValuesMerge::over));
        return new Node.Mapping(later.place(), List.copyOf(merged.values()));
    }

    private static Node.Entry over(Node.Entry earlier, Node.Entry later) {
        return earlier.value() instanceof Node.Mapping below && later.value() instanceof Node.Mapping above
                ? new Node.Entry(later.place(), later.key(), over(below, above))
                : later;
    }
}
