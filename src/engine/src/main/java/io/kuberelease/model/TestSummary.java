package io.kuberelease.model;

import java.util.List;

/**
 * The counted results of a test run.
 *
 * @param failures those that failed or errored, with their message; a selection where there are very many
 */
public record TestSummary(int passed, int failed, int skipped, List<TestFailure> failures) {
    public TestSummary {
        failures = List.copyOf(failures);
    }

    /** The numbers of those that did not fail, for example {@code 41 passed, 1 skipped}. */
    public String words() {
        return passed + " passed" + (skipped > 0 ? ", " + skipped + " skipped" : "");
    }

    /** How many tests ran or were skipped. */
    public int total() {
        return passed + failed + skipped;
    }
}
