package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Version;
import io.kuberelease.view.Closing;
import io.kuberelease.view.GroupView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lines say of a state that is neither at rest nor at work, and of a release that was none. */
class ToldStateTest {
    /** Its chart stands beside it as done: only to say "pending" would contradict that. */
    @Test
    void aBundleWhoseChartIsPackagedSaysWhatItWaitsFor() {
        Story story = Story.begins()
                .starts("build", "chart")
                .after(0.2)
                .ends(
                        "chart",
                        new StageOutput.ChartPackaged(
                                new ChartArchive("polls", new Version("1.4.0"), Story.digest('2'))));

        assertThat(facts(story, "bundle")).containsExactly("chart polls 1.4.0 is packaged", "waits for test");
        assertThat(facts(Story.begins(), "bundle")).isEmpty();
    }

    @Test
    void aReleaseThatWasRefusedBeforeItsFirstStageWasNotBegun() {
        Story refused = Story.begins().over(ReleaseResult.FAILED);

        assertThat(Closing.of(refused.state(), refused.now()).orElseThrow().headline())
                .endsWith("was not begun");
    }

    private static List<String> facts(Story story, String group) {
        return GroupView.all(story.state()).stream()
                .filter(view -> view.name().equals(group))
                .findFirst()
                .orElseThrow()
                .facts();
    }
}
