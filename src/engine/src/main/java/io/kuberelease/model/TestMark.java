package io.kuberelease.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An image has passed its tests.
 *
 * @param release in which it was tested
 * @param at when they had passed
 * @param summary how many there were; absent when they wrote no reports
 */
public record TestMark(ReleaseId release, Instant at, Optional<TestSummary> summary) {

    /** For example {@code 41 passed, 1 skipped}; absent when nobody counted. */
    public Optional<String> counts() {
        return summary.map(TestSummary::words);
    }
}
