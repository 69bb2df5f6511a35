package io.kuberelease.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.api.PreviewsData;
import io.kuberelease.api.PreviewsData.BranchData;
import io.kuberelease.model.LivePreview;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreviewsPrinterTest {
    private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");

    @Test
    void agesAreInOneUnitAsWhereALimitRefuses() {
        String printed = printed(LivePreview.State.LIVE, NOW.plus(Duration.ofMinutes(125)));

        assertThat(printed).contains("3 days old, lives for 2 h", "polls in cluster staging: 1 of at most 10 previews");
    }

    @Test
    void aClaimThatNothingCameOfIsNotShownAsOneThatIsBeingMade() {
        assertThat(printed(LivePreview.State.CLAIMED, NOW.plusSeconds(60))).contains("is being made");
        assertThat(printed(LivePreview.State.CLAIMED, NOW.minusSeconds(60)))
                .contains("its release died at the beginning")
                .doesNotContain("is being made");
    }

    @Test
    void onesWhoseDatastoresAreEmptyAreSaidToBeBrokenAndHowTheyAreMended() {
        assertThat(printed(LivePreview.State.LIVE, NOW.plusSeconds(60), Optional.of("the datastores are empty")))
                .contains("✖ search", "the datastores are empty; delete it and release again");
    }

    private static String printed(LivePreview.State state, Instant until) {
        return printed(state, until, Optional.empty());
    }

    private static String printed(LivePreview.State state, Instant until, Optional<String> lost) {
        BranchData preview = new BranchData(
                "search",
                "polls-search",
                Optional.empty(),
                state,
                "ann",
                NOW.minus(Duration.ofHours(75)),
                until,
                until.isBefore(NOW),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                lost,
                Optional.empty());
        return new PreviewsPrinter(Palette.NONE)
                .print(new PreviewsData(PreviewsData.FORM, "polls", "staging", 10, List.of(preview)), NOW);
    }
}
