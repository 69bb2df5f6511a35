package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.TestSummary;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a pod of reports.
 *
 * @param summary what they say; absent when there was no readable one
 * @param notes what a person must know about them, for example that there are none
 * @param unread why something of them is not known: too large, malformed
 */
record CollectedReports(Optional<TestSummary> summary, List<String> notes, List<String> unread) {
    CollectedReports {
        notes = List.copyOf(notes);
        unread = List.copyOf(unread);
    }

    static CollectedReports unread(String why) {
        return new CollectedReports(Optional.empty(), List.of(), List.of(why));
    }

    static CollectedReports none(String why) {
        return new CollectedReports(Optional.empty(), List.of(why), List.of());
    }
}
