package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.TestSummary;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a pod of reports.
 *
 * @param summary what they say; absent when there was no readable one
 * @param notes what a person must know about them: too large, malformed, none
 */
record CollectedReports(Optional<TestSummary> summary, List<String> notes) {
    CollectedReports {
        notes = List.copyOf(notes);
    }

    static CollectedReports none(String why) {
        return new CollectedReports(Optional.empty(), List.of(why));
    }
}
