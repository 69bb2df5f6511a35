package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers when each symptom, or anything else that must last, was first seen, by our own clock and not the cluster's.
 */
final class SymptomTimers {
    private final Map<String, Instant> first = new HashMap<>();

    /** The most certain symptom whose grace period has ended. Starts the time of those that are new. */
    Optional<Symptom> decisive(Collection<Symptom> symptoms, Instant now) {
        symptoms.forEach(symptom -> first.putIfAbsent(symptom.key(), now));
        return symptoms.stream()
                .filter(symptom -> end(symptom).filter(end -> !end.isAfter(now)).isPresent())
                .min(Symptom.MOST_CERTAIN_FIRST);
    }

    /** When the next grace period ends; absent when none of them has one. */
    Optional<Instant> next(Collection<Symptom> symptoms) {
        return symptoms.stream().flatMap(symptom -> end(symptom).stream()).min(Instant::compareTo);
    }

    /** When this key was first seen; {@code now} if it is new. */
    Instant since(String key, Instant now) {
        Instant known = first.putIfAbsent(key, now);
        return known == null ? now : known;
    }

    private Optional<Instant> end(Symptom symptom) {
        Instant onset = first.getOrDefault(symptom.key(), Instant.MAX);
        return onset.equals(Instant.MAX) ? Optional.empty() : symptom.grace().map(onset::plus);
    }
}
