package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.StageId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time in which nobody carried a release on is not held against what was under way. */
class TakenUpTest {
    private static final Duration NIGHT = Duration.ofHours(9);

    @Test
    void whatWasUnderWayIsGivenItsTimeAgainAndAPersonIsWaitedForNoLonger() {
        Cause away = Cause.of(CauseKind.UNAVAILABLE, "the registry does not answer");
        Story story = Story.begins()
                .bundled()
                .foiled("staging.compare", 1, away)
                .starts("staging.deploy")
                .waits("production")
                .after(NIGHT.toMinutes() * 60.0);
        List<JournalEntry> entries = story.entries();

        ReleaseState state = ReleaseState.of(entries)
                .after(new JournalEntry(entries.size(), story.now(), new ReleaseEvent.Resumed("ada")));

        assertThat(List.of("staging.compare", "staging.deploy"))
                .allSatisfy(stage -> assertThat(state.stage(new StageId(stage)).dueAt().orElseThrow())
                        .isAfter(story.now()));
        assertThat(state.stage(new StageId("production.approval")).dueAt())
                .isEqualTo(ReleaseState.of(entries)
                        .stage(new StageId("production.approval"))
                        .dueAt());
    }
}
