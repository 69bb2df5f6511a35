package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.request.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the problems with the arguments of a step, so that all are reported at once. */
final class StepProblems {
    private final Place place;
    private final List<Problem> found = new ArrayList<>();

    StepProblems(String step) {
        this.place = new Place(step, 0, 0);
    }

    /** Adds a problem if the field is missing. */
    StepProblems required(String field, @Nullable String value, String fix) {
        return value == null ? add(field, null, "is missing", fix) : this;
    }

    /** Adds a problem unless exactly one of the two is given. */
    StepProblems either(String one, @Nullable String first, String other, @Nullable String second, String fix) {
        return first == null && second == null
                ? add(one, null, "is missing, and so is " + other, fix)
                : notBoth(one, first, other, second, fix);
    }

    /** Adds a problem if both are given. */
    StepProblems notBoth(String one, @Nullable String first, String other, @Nullable String second, String fix) {
        return first == null || second == null ? this : add(one, first, "is given, and so is " + other, fix);
    }

    private StepProblems add(String field, @Nullable String value, String reason, String fix) {
        found.add(new Problem(place, field, Optional.ofNullable(value), reason, fix));
        return this;
    }

    /** Throws if there are problems. */
    void refuseAny() throws AbortException {
        if (!found.isEmpty()) {
            throw new AbortException(new ProblemReport(Map.of()).text(found));
        }
    }
}
