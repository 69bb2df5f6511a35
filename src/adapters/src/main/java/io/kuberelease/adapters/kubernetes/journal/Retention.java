package io.kuberelease.adapters.kubernetes.journal;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.kuberelease.model.ReleaseId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which journals a namespace need not keep any more: by their number and by their age. Pure. */
final class Retention {
    /** Of those that are over, or went on elsewhere. */
    private static final int KEPT = 20;

    private static final Duration LONGEST = Duration.ofDays(90);

    private Retention() {}

    /** The ConfigMaps to remove, of all that an app has. */
    static List<ConfigMap> superfluous(Collection<ConfigMap> all, Instant now) {
        Map<ReleaseId, List<ConfigMap>> journals = all.stream().collect(Collectors.groupingBy(JournalStore::release));
        Stream<List<ConfigMap>> old =
                journals.values().stream().filter(parts -> created(parts).isBefore(now.minus(LONGEST)));
        Stream<List<ConfigMap>> many = journals.values().stream()
                .filter(parts -> !JournalStore.isOpen(last(parts)))
                .sorted(Comparator.comparing(Retention::created).reversed())
                .skip(KEPT);
        return Stream.concat(old, many).flatMap(List::stream).distinct().toList();
    }

    private static ConfigMap last(List<ConfigMap> parts) {
        return parts.stream().max(Comparator.comparingLong(Part::entriesUpTo)).orElseThrow();
    }

    private static Instant created(List<ConfigMap> parts) {
        return parts.stream()
                .map(part -> Instant.parse(part.getMetadata().getCreationTimestamp()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
