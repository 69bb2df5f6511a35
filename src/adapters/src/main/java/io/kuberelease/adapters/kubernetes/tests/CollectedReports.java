package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.TestSummary;
import java.util.List;
import java.util.Optional;

/**
 * The reports that were carried out of a pod.
 *
 * @param summary the counts of all readable reports; absent when there was none
 * @param notes remarks for people, for example that there are no reports
 * @param unread why some of them could not be read: too large, malformed
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
