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

/** Collects what is wrong with what a step was given, so that all of it is told at once. */
final class StepProblems {
    private final Place place;
    private final List<Problem> found = new ArrayList<>();

    StepProblems(String step) {
        this.place = new Place(step, 0, 0);
    }

    /** The field must be given. */
    StepProblems required(String field, @Nullable String value, String fix) {
        return value == null ? add(field, null, "is missing", fix) : this;
    }

    /** One of the two must be given, and not both. */
    StepProblems either(String one, @Nullable String first, String other, @Nullable String second, String fix) {
        return first == null && second == null
                ? add(one, null, "is missing, and so is " + other, fix)
                : notBoth(one, first, other, second, fix);
    }

    /** At most one of the two may be given. */
    StepProblems notBoth(String one, @Nullable String first, String other, @Nullable String second, String fix) {
        return first == null || second == null ? this : add(one, first, "is given, and so is " + other, fix);
    }

    private StepProblems add(String field, @Nullable String value, String reason, String fix) {
        found.add(new Problem(place, field, Optional.ofNullable(value), reason, fix));
        return this;
    }

    /** Refuses the step when anything was wrong. */
    void refuseAny() throws AbortException {
        if (!found.isEmpty()) {
            throw new AbortException(new ProblemReport(Map.of()).text(found));
        }
    }
}
