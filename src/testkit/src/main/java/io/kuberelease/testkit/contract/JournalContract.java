package io.kuberelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.testkit.SamplePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promises of {@link Journal}, as tests: all that was written, in order, exactly, also to the next process. */
public interface JournalContract {

    /** Opens the journal of this test, which is empty at first; the same again when it was closed before. */
    Journal open();

    @Test
    default void aNewJournalIsEmpty() {
        try (Journal journal = open()) {
            assertThat(journal.entries()).isEmpty();
        }
    }

    @Test
    default void entriesStandInTheOrderInWhichTheyWereWritten() {
        List<JournalEntry> written = entries(List.of(
                new ReleaseEvent.Planned(SamplePlan.withApproval()),
                new ReleaseEvent.Resumed("ada"),
                new ReleaseEvent.AbortRequested("bob"),
                new ReleaseEvent.Resumed("ada")));

        try (Journal journal = open()) {
            for (int i = 0; i < written.size(); i++) {
                journal.append(written.get(i));
                assertThat(journal.entries()).containsExactlyElementsOf(written.subList(0, i + 1));
            }
        }
    }

    @Test
    default void entriesOfEveryKindAreKeptExactly() {
        List<JournalEntry> written = entries(EveryEvent.all());

        try (Journal journal = open()) {
            written.forEach(journal::append);

            assertThat(journal.entries()).containsExactlyElementsOf(written);
        }
    }

    @Test
    default void entriesThatAreWrittenAtOnceAreKeptInTheirOrder() {
        List<JournalEntry> written = entries(EveryEvent.all());
        try (Journal journal = open()) {
            journal.append(written.subList(0, 1));
            journal.append(written.subList(1, written.size()));
        }

        try (Journal journal = open()) {
            assertThat(journal.entries()).containsExactlyElementsOf(written);
        }
    }

    @Test
    default void whatWasWrittenIsThereForTheNextProcessWhichGoesOnBehindIt() {
        List<JournalEntry> written = entries(EveryEvent.all());
        try (Journal journal = open()) {
            written.subList(0, 2).forEach(journal::append);
        }

        try (Journal journal = open()) {
            assertThat(journal.entries()).containsExactlyElementsOf(written.subList(0, 2));
            written.subList(2, written.size()).forEach(journal::append);
        }

        try (Journal journal = open()) {
            assertThat(journal.entries()).containsExactlyElementsOf(written);
        }
    }

    @Test
    default void theEntriesThatWereReadDoNotChangeWhenMoreAreWritten() {
        List<JournalEntry> written = entries(EveryEvent.all());
        try (Journal journal = open()) {
            journal.append(written.get(0));
            List<JournalEntry> read = journal.entries();

            journal.append(written.get(1));

            assertThat(read).containsExactly(written.get(0));
        }
    }

    private static List<JournalEntry> entries(List<ReleaseEvent> events) {
        Instant start = Instant.parse("2026-11-21T10:00:00.123456789Z");
        List<JournalEntry> entries = new ArrayList<>();
        events.forEach(event -> entries.add(new JournalEntry(entries.size(), start.plusNanos(entries.size()), event)));
        return entries;
    }
}
