package io.kuberelease.plan;

import java.util.List;
import java.util.function.Function;

/** What was read from a request, or everything that is wrong with it. */
public sealed interface Validated<T> {

    /** The value where there are no problems, else the problems. */
    static <T> Validated<T> of(T value, List<Problem> problems) {
        return problems.isEmpty() ? new Valid<>(value) : new Invalid<>(problems);
    }

    /** Handles each case. */
    <R> R match(Function<? super T, ? extends R> valid, Function<List<Problem>, ? extends R> invalid);

    /** Everything that is wrong, in the order of the file; empty for a value. */
    default List<Problem> problems() {
        return match(value -> List.of(), problems -> problems);
    }

    /**
     * The value.
     *
     * @throws X made from everything that is wrong
     */
    <X extends Exception> T orElseThrow(Function<List<Problem>, X> refusal) throws X;

    /** Nothing is wrong with the request. */
    record Valid<T>(T value) implements Validated<T> {
        @Override
        public <R> R match(Function<? super T, ? extends R> valid, Function<List<Problem>, ? extends R> invalid) {
            return valid.apply(value);
        }

        @Override
        public <X extends Exception> T orElseThrow(Function<List<Problem>, X> refusal) {
            return value;
        }
    }

    /**
     * The request can't be used.
     *
     * @param problems everything that is wrong, in the order of the file; never empty
     */
    record Invalid<T>(List<Problem> problems) implements Validated<T> {
        public Invalid {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("what can't be used has at least one problem");
            }
        }

        @Override
        public <R> R match(Function<? super T, ? extends R> valid, Function<List<Problem>, ? extends R> invalid) {
            return invalid.apply(problems);
        }

        @Override
        public <X extends Exception> T orElseThrow(Function<List<Problem>, X> refusal) throws X {
            throw refusal.apply(problems);
        }
    }
}
