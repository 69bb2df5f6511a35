package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.app.preview.PreviewCheck.State;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.testkit.JournalBuilder;
import io.kuberelease.testkit.SamplePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pull request says of the preview. */
class PreviewCheckTest {
    private static final Instant NOW = JournalBuilder.START;
    private static final ReleasePlan PLAN = SamplePlan.preview();

    @Test
    void itIsUnderWayWithoutAnAddress() {
        PreviewCheck check = check(PLAN);

        assertThat(check.state()).isEqualTo(State.UNDER_WAY);
        assertThat(check.name()).isEqualTo("Preview of polls");
        assertThat(check.address()).isEmpty();
    }

    @Test
    void whatAnswersIsThereWithItsAddressAndItsEnd() {
        PreviewCheck check = check(PLAN, new ReleaseEvent.Ended(ReleaseResult.SUCCEEDED));

        assertThat(check.state()).isEqualTo(State.GOOD);
        assertThat(check.address()).isEqualTo(PLAN.preview().map(claim -> claim.address()));
        assertThat(check.summary())
                .contains(
                        PLAN.version().value(),
                        PLAN.source().shortCommit(),
                        PLAN.preview().orElseThrow().address().toString(),
                        "It lives until "
                                + NOW.plus(PLAN.preview().orElseThrow().lifetime()));
    }

    @Test
    void whatFailedSaysWhy() {
        PreviewCheck check = check(
                PLAN,
                new ReleaseEvent.StageStarted(new StageId("preview.claim"), 1),
                new ReleaseEvent.StageEnded(
                        new StageId("preview.claim"),
                        1,
                        new StageOutcome.Failed(Cause.of(CauseKind.REFUSED, "preview.limit is 10")
                                .suggesting("delete one that nobody needs"))),
                new ReleaseEvent.Ended(ReleaseResult.FAILED));

        assertThat(check.state()).isEqualTo(State.BAD);
        assertThat(check.summary()).contains("preview.limit is 10; perhaps you should delete one that nobody needs");
        assertThat(check.address()).isEmpty();
    }

    @Test
    void aReleaseToEnvironmentsSaysNothing() {
        assertThat(PreviewCheck.of(
                        ReleaseState.of(
                                List.of(new JournalEntry(0, NOW, new ReleaseEvent.Planned(SamplePlan.toProduction())))),
                        NOW))
                .isEmpty();
    }

    private static PreviewCheck check(ReleasePlan plan, ReleaseEvent... events) {
        List<JournalEntry> journal = new ArrayList<>(List.of(new JournalEntry(0, NOW, new ReleaseEvent.Planned(plan))));
        for (ReleaseEvent event : events) {
            journal.add(new JournalEntry(journal.size(), NOW, event));
        }
        return PreviewCheck.of(ReleaseState.of(journal), NOW).orElseThrow();
    }
}
