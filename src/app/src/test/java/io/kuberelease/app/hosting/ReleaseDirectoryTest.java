package io.kuberelease.app.hosting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.testkit.SamplePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseDirectoryTest {
    private static final JournalEntry PLAN =
            new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.Planned(SamplePlan.toProduction()));

    @TempDir
    Path build;

    /** An agent may say anything. */
    @Test
    void aJournalBeginsWithAPlanAndNothingElse() throws IOException {
        JournalEntry end = new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.Ended(ReleaseResult.SUCCEEDED));

        assertThat(ReleaseDirectory.planned(new JournalCodec().write(PLAN))).isEqualTo(PLAN);
        assertThatThrownBy(() -> ReleaseDirectory.planned(new JournalCodec().write(end)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("something else than a plan");
    }

    @Test
    void whatWasBegunIsFoundAgainWithItsReleaseFile() throws IOException {
        ReleaseDirectory directory = new ReleaseDirectory(build.resolve("step-7"));
        assertThat(directory.hasPlan()).isFalse();

        directory.keep(Map.of("chart/Chart.yaml", "name: polls".getBytes(UTF_8)));
        directory.begin("app: polls", PLAN);

        assertThat(directory.hasPlan()).isTrue();
        assertThat(directory.journal()).containsExactly(PLAN);
        assertThat(directory.isOf(SamplePlan.toProduction().release().value())).isTrue();
        assertThat(directory.path().resolve("source/chart/Chart.yaml")).hasContent("name: polls");
        KeptReleases kept = new KeptReleases(build);
        assertThat(kept.description(SamplePlan.toProduction().release().value()))
                .contains("app: polls");
        assertThat(kept.description("another")).isEmpty();
    }

    @Test
    void anAnswerThatWasNotAskedForBeginsNothing() {
        ReleaseDirectory directory = new ReleaseDirectory(build.resolve("step-7"));
        ReleaseSpec asked = new ReleaseSpec(
                new ReleaseSpec.File("", "kube-release.yaml", Optional.empty(), true, true),
                ReleaseSpec.Beside.NOTHING,
                ReleaseSpec.Parts.ALL,
                Optional.of("9.9.9"),
                List.of(),
                "");

        assertThatThrownBy(() -> directory.begin(
                        new JournalCodec().write(PLAN),
                        "app: polls\nimage: {repository: r.example/polls}\n",
                        Map.of(),
                        asked))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("9.9.9");
        assertThat(directory.hasPlan()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../journal.jsonl", "chart/../../x", "/etc/passwd", "", "."})
    void aFileOfAnotherMachineLeadsNowhereElse(String name) {
        ReleaseDirectory directory = new ReleaseDirectory(build.resolve("step-7"));

        assertThatThrownBy(() -> directory.keep(Map.of(name, new byte[0])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leads out of its place");
    }
}
