package io.kuberelease.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseEvent.StageEnded;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JournalWriterTest {
    private static final StageId BUNDLE = new StageId("bundle");

    private final SmallRelease release = SmallRelease.with("bundle>");
    private final ForgetfulJournal journal = new ForgetfulJournal(release.entries());
    private final JournalWriter writer =
            new JournalWriter(journal, new SinkHub(List.of()), release::now, new Redactor());

    @Test
    void anEntryWhoseAnswerWasLostIsWrittenOnce() {
        writer.add(failed("it crashes"));
        journal.losesTheNextAnswer(UnaryOperator.identity());

        assertThatThrownBy(() -> writer.write(List.of())).isInstanceOf(ReleaseException.Errored.class);
        writer.catchUp();
        writer.write(List.of());

        assertThat(journal.entries()).hasSize(3);
    }

    /** A journal cuts what it has no room for, so that what comes back is not what was written. */
    @Test
    void aCutEntryWhoseAnswerWasLostIsWrittenOnce() {
        writer.add(failed("it crashes"));
        journal.losesTheNextAnswer(
                entry -> new JournalEntry(entry.number(), entry.at(), failed("it cra… (cut, 4 more characters)")));

        assertThatThrownBy(() -> writer.write(List.of())).isInstanceOf(ReleaseException.Errored.class);
        writer.catchUp();
        writer.write(List.of());

        assertThat(journal.entries()).hasSize(3);
        assertThat(writer.state().entries()).isEqualTo(3);
    }

    @Test
    void whatAnotherHasWrittenInItsPlaceDoesNotCountAsWritten() {
        writer.add(failed("it crashes"));
        journal.losesTheNextAnswer(
                entry -> new JournalEntry(entry.number(), entry.at(), new ReleaseEvent.AbortRequested("grace")));

        assertThatThrownBy(() -> writer.write(List.of())).isInstanceOf(ReleaseException.Errored.class);
        writer.catchUp();
        writer.write(List.of());

        assertThat(journal.entries()).hasSize(4);
        assertThat(writer.state().stage(BUNDLE).hasFailed()).isTrue();
    }

    private static ReleaseEvent failed(String why) {
        return new StageEnded(BUNDLE, 1, new StageOutcome.Failed(Cause.of(CauseKind.CRASH_LOOP, why)));
    }

    /** A journal of which the writer sometimes hears nothing though it has written. */
    private static final class ForgetfulJournal implements Journal {
        private final List<JournalEntry> entries;
        private int told;
        private UnaryOperator<JournalEntry> kept = UnaryOperator.identity();
        private boolean loses;

        private ForgetfulJournal(List<JournalEntry> entries) {
            this.entries = new ArrayList<>(entries);
            this.told = entries.size();
        }

        void losesTheNextAnswer(UnaryOperator<JournalEntry> asKept) {
            loses = true;
            kept = asKept;
        }

        @Override
        public List<JournalEntry> entries() {
            return List.copyOf(entries);
        }

        @Override
        public void append(List<JournalEntry> news) {
            if (loses) {
                loses = false;
                news.forEach(entry -> entries.add(kept.apply(entry)));
                throw new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, "no answer"), Duration.ZERO);
            }
            entries.addAll(news);
            told = entries.size();
        }

        @Override
        public List<JournalEntry> others() {
            List<JournalEntry> news = List.copyOf(entries.subList(told, entries.size()));
            told = entries.size();
            return news;
        }

        @Override
        public void close() {}
    }
}
