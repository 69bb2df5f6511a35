package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestSummary;
import java.util.ArrayList;
import java.util.List;

/** Counts test cases as they are read, and keeps the first failures. */
final class TestTally {
    private static final int MOST_FAILURES = 100;

    private final List<TestFailure> failures = new ArrayList<>();
    private int passed;
    private int failed;
    private int skipped;

    void passed() {
        passed++;
    }

    void skipped() {
        skipped++;
    }

    void failed(TestFailure failure) {
        failed++;
        if (failures.size() < MOST_FAILURES) {
            failures.add(failure);
        }
    }

    int failed() {
        return failed;
    }

    TestSummary summary() {
        return new TestSummary(passed, failed, skipped, failures);
    }
}
