package io.kuberelease.plan;

import java.util.List;
import java.util.function.Function;

/** The result of compiling a request: a plan, or everything that is wrong with it. */
public sealed interface PlanResult {

    /** Handles each case. */
    <R> R match(Function<Planned, R> planned, Function<Refused, R> refused);

    /** The request can be carried out. */
    record Planned(ReleasePlan plan) implements PlanResult {
        @Override
        public <R> R match(Function<Planned, R> planned, Function<Refused, R> refused) {
            return planned.apply(this);
        }
    }

    /**
     * The request can't be carried out.
     *
     * @param problems everything that is wrong, in the order of the file; never empty
     */
    record Refused(List<Problem> problems) implements PlanResult {
        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a refused request has at least one problem");
            }
        }

        @Override
        public <R> R match(Function<Planned, R> planned, Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }
}
