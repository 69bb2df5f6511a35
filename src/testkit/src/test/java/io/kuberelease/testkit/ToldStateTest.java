package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Version;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.ReleaseConclusion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lines say of a state that is neither at rest nor at work, and of a release that was none. */
class ToldStateTest {
    /** Its chart stands beside it as done: only to say "pending" would contradict that. */
    @Test
    void aBundleWhoseChartIsPackagedSaysWhatItWaitsFor() {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .starts("build", "chart")
                .after(0.2)
                .ends(
                        "chart",
                        new StageOutput.ChartPackaged(
                                new ChartArchive("polls", new Version("1.4.0"), JournalBuilder.digest('2'))));

        assertThat(facts(journalBuilder, "bundle")).containsExactly("chart polls 1.4.0 is packaged", "waits for test");
        assertThat(facts(JournalBuilder.begins(), "bundle")).isEmpty();
    }

    @Test
    void aReleaseThatWasRefusedBeforeItsFirstStageWasNotBegun() {
        JournalBuilder refused = JournalBuilder.begins().over(ReleaseResult.FAILED);

        assertThat(ReleaseConclusion.of(refused.state(), refused.now())
                        .orElseThrow()
                        .headline())
                .endsWith("was not begun");
    }

    private static List<String> facts(JournalBuilder journalBuilder, String group) {
        return GroupView.all(journalBuilder.state()).stream()
                .filter(view -> view.name().equals(group))
                .findFirst()
                .orElseThrow()
                .facts();
    }
}
