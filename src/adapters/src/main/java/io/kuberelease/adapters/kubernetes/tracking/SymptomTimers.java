package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers when each symptom was first seen, and what else must last, by our own clock: those of a cluster may differ. */
final class SymptomTimers {
    private final Map<String, Instant> first = new HashMap<>();

    /** The symptom that counts as the cause of a failure now, if one does. */
    Optional<Symptom> decisive(Collection<Symptom> symptoms, Instant now) {
        symptoms.forEach(symptom -> first.putIfAbsent(symptom.key(), now));
        return symptoms.stream()
                .filter(symptom -> end(symptom).filter(end -> !end.isAfter(now)).isPresent())
                .min(Symptom.MOST_CERTAIN_FIRST);
    }

    /** When the next of them will count; absent when none will by time alone. */
    Optional<Instant> next(Collection<Symptom> symptoms) {
        return symptoms.stream().flatMap(symptom -> end(symptom).stream()).min(Instant::compareTo);
    }

    /** When something that is named by the key was first seen. */
    Instant since(String key, Instant now) {
        Instant known = first.putIfAbsent(key, now);
        return known == null ? now : known;
    }

    private Optional<Instant> end(Symptom symptom) {
        Instant onset = first.getOrDefault(symptom.key(), Instant.MAX);
        return onset.equals(Instant.MAX) ? Optional.empty() : symptom.grace().map(onset::plus);
    }
}
