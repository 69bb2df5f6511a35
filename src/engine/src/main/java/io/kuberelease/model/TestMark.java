package io.kuberelease.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An image has passed its tests.
 *
 * @param release the release in which it was tested
 * @param at when the tests had passed
 * @param summary the counted results; absent when the tests wrote no reports
 */
public record TestMark(ReleaseId release, Instant at, Optional<TestSummary> summary) {

    /** The numbers of tests, for example {@code 41 passed, 1 skipped}; absent when they wrote no reports. */
    public Optional<String> counts() {
        return summary.map(TestSummary::words);
    }
}
