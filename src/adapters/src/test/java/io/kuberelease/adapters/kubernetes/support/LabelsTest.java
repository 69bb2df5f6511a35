package io.kuberelease.adapters.kubernetes.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** One prefix, and the one before for as long as programs of both versions may look after the same app. */
class LabelsTest {
    @Test
    void whatIsWrittenIsFoundByProgramsOfTheVersionBeforeToo() {
        assertThat(Labels.ours(Labels.asBeforeToo(Map.of(Labels.APP, "polls"))))
                .containsOnly(
                        entry("kube-release.io/app", "polls"),
                        entry("kube-release/app", "polls"),
                        entry("app.kubernetes.io/managed-by", "kube-release"));
    }

    @Test
    void whatTheVersionBeforeWroteLastCountsAlsoOnAnObjectThatThisOneMade() {
        Map<String, String> takenOver = Map.of("kube-release.io/journal", "open", "kube-release/journal", "over");

        assertThat(Labels.find(takenOver, Labels.JOURNAL)).contains("over");
        assertThat(Labels.find(Map.of("kube-release.io/journal", "open"), Labels.JOURNAL))
                .contains("open");
        assertThat(Labels.find(Map.of(), Labels.JOURNAL)).isEmpty();
    }
}
