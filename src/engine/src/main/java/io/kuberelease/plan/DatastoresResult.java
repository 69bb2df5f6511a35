package io.kuberelease.plan;

import java.util.List;
import java.util.function.Function;

/** The result of reading datastores that were asked for without a release file. */
public sealed interface DatastoresResult {

    /** Handles each case. */
    <R> R match(Function<Known, R> known, Function<Refused, R> refused);

    /**
     * They can be started.
     *
     * @param datastores in the order in which they were asked for
     */
    record Known(List<DatastoreSpec> datastores) implements DatastoresResult {
        public Known {
            datastores = List.copyOf(datastores);
        }

        @Override
        public <R> R match(Function<Known, R> known, Function<Refused, R> refused) {
            return known.apply(this);
        }
    }

    /**
     * They can't be started.
     *
     * @param problems everything that is wrong; never empty
     */
    record Refused(List<Problem> problems) implements DatastoresResult {
        public Refused {
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R match(Function<Known, R> known, Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }
}
