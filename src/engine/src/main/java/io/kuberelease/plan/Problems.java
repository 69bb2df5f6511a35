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

    private static final String WHOLE = "the file";

    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String field, Optional<String> value, String reason, String fix) {
        found.add(new Problem(place, field.isEmpty() ? WHOLE : field, SecretNames.shown(field, value), reason, fix));
    }

    boolean none() {
        return found.isEmpty();
    }

    /** Everything that was found, each once, by file, line and column. */
    List<Problem> inOrder() {
        return found.stream().distinct().sorted(BY_PLACE).toList();
    }
}
