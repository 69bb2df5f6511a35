package io.kuberelease.plan;

import java.util.List;
import java.util.function.Function;

/** The result of reading a release file without its source: a description, or everything that is wrong with it. */
public sealed interface DescriptionResult {

    /** Handles each case. */
    <R> R match(Function<Described, R> described, Function<Refused, R> refused);

    /** The file can be used. */
    record Described(AppDescription app) implements DescriptionResult {
        @Override
        public <R> R match(Function<Described, R> described, Function<Refused, R> refused) {
            return described.apply(this);
        }
    }

    /**
     * The file can't be used.
     *
     * @param problems everything that is wrong, in the order of the file; never empty
     */
    record Refused(List<Problem> problems) implements DescriptionResult {
        public Refused {
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R match(Function<Described, R> described, Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }
}
