package io.kuberelease.adapters.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.testkit.JournalBuilder;
import io.kuberelease.testkit.SamplePlan;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A preview is there to be looked at, so its message leads there. */
class PreviewMessagesTest {
    private static final Instant AT = JournalBuilder.START;
    private static final String ADDRESS =
            SamplePlan.preview().preview().orElseThrow().address().toString();

    private final ReleaseMessages messages = new ReleaseMessages(SlackHost.PLAIN.links());

    @Test
    void aPreviewThatAnswersIsNamedWithItsAddressAndAButton() {
        ReleaseState done = after(new ReleaseEvent.Ended(ReleaseResult.SUCCEEDED));

        for (SlackMessage message : List.of(
                messages.overview(done, AT),
                messages.conclusion(done, AT).orElseThrow().message())) {
            assertThat(message.blocks().toString()).contains("\\n" + ADDRESS, "Open it", "\"url\":\"" + ADDRESS);
        }
    }

    @Test
    void oneThatDoesNotAnswerIsNot() {
        assertThat(messages.overview(after(new ReleaseEvent.Ended(ReleaseResult.FAILED)), AT)
                        .blocks()
                        .toString())
                .doesNotContain(ADDRESS);
    }

    private static ReleaseState after(ReleaseEvent event) {
        return ReleaseState.of(List.of(
                new JournalEntry(0, AT, new ReleaseEvent.Planned(SamplePlan.preview())),
                new JournalEntry(1, AT, event)));
    }
}
