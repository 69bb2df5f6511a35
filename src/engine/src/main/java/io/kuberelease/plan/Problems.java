package io.kuberelease.plan;

import io.kuberelease.request.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects problems, so that all are told at once. */
final class Problems {
    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
                    (Problem problem) -> problem.place().source())
            .thenComparingInt(problem -> problem.place().line())
            .thenComparingInt(problem -> problem.place().column());

    /** The name of what is no field: the file as a whole. */
    static final String WHOLE = "the file";

    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String field, Optional<String> value, String reason, String fix) {
        Optional<String> shown = SecretNames.shown(field, value);
        found.add(new Problem(
                place,
                field.isEmpty() ? WHOLE : field,
                shown,
                shown.equals(value) ? reason : without(value, reason),
                shown.equals(value) ? fix : without(value, fix)));
    }

    /** What may not be shown is not shown in the words about it either. */
    private static String without(Optional<String> secret, String words) {
        return secret.filter(value -> value.length() > 2)
                .map(value -> words.replace(value, "••••"))
                .orElse(words);
    }

    boolean none() {
        return found.isEmpty();
    }

    /** Everything that was found, each once, by file, line and column. */
    List<Problem> inOrder() {
        return found.stream().distinct().sorted(BY_PLACE).toList();
    }
}
