package io.kuberelease.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepFailureTest {
    @Test
    void aShortReasonIsShownWholeAndHarmless() {
        assertThat(StepFailure.lines("it failed\n  \u001b[31m→ mend it")).containsExactly("it failed", "  → mend it");
    }

    @Test
    void aLongOneIsCutAndSaysSo() {
        List<String> lines = StepFailure.lines("x".repeat(600) + "\nmore".repeat(100));

        assertThat(lines).hasSize(61).endsWith("(41 more lines in the console)");
        assertThat(lines.get(0)).hasSize(501).endsWith("…");
    }
}
