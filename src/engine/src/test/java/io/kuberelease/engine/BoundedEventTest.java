package io.kuberelease.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseEvent.StageEnded;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.Kind;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.StageId;
import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestSummary;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What programs, servers and people say has an end in the journal, and it is said where it was cut. */
class BoundedEventTest {
    private static final int MOST = 384 * 1024;

    @Test
    void longLinesOfACommandAreCut() {
        List<String> lines = Collections.nCopies(50, "k".repeat(200_000));

        ReleaseEvent event = ended(new StageOutcome.Failed(Cause.of(CauseKind.VERIFICATION_FAILED, "it ended with 3")
                .seen(List.of(new Evidence("last lines of the command", lines)))));

        assertThat(bytes(event)).isLessThan(MOST / 4);
        assertThat(event.toString()).contains("it ended with 3", "more characters)", "lines are left out here)");
    }

    @Test
    void lettersThatAreManyBytesAreCountedAsSuch() {
        for (String letter : List.of("\u65e5", "\u0001", "\"", "\ud83d\ude80")) {
            ReleaseEvent event = ended(new StageOutcome.Failed(Cause.of(CauseKind.INTERNAL, letter.repeat(500_000))
                    .suggesting(letter.repeat(500_000))
                    .seen(Collections.nCopies(
                            100, new Evidence(letter.repeat(9_000), List.of(letter.repeat(90_000)))))));

            assertThat(bytes(event)).as(letter).isLessThan(MOST);
        }
    }

    @Test
    void theEndOfALogIsKept() {
        List<String> lines = java.util.stream.IntStream.range(0, 10_000)
                .mapToObj(n -> "line " + n)
                .toList();

        List<String> kept = BoundedText.lines(lines, 8_000);

        assertThat(kept.get(0)).isEqualTo("line 0");
        assertThat(kept).contains("line 9999", "line 9900").doesNotContain("line 5000");
        assertThat(kept).anyMatch(line -> line.matches("… \\(\\d+ lines are left out here\\)"));
    }

    @Test
    void whatIsShortStaysAsItIs() {
        ReleaseEvent event = ended(new StageOutcome.Failed(
                Cause.of(CauseKind.INTERNAL, "why").seen(List.of(new Evidence("where", List.of("a", "", "b"), true))),
                Optional.of(new StageOutput.TestsFailed(
                        new TestSummary(1, 2, 3, List.of(new TestFailure("s", "n", "m", List.of("d"))))))));

        assertThat(BoundedEvent.of(event)).isEqualTo(event);
    }

    @Test
    void aDiffAndRedTestsAreCutAndTheirNumbersStay() {
        ResourceIdentity resource = new ResourceIdentity("apps/v1", "Deployment", new Namespace("shop"), "web");
        EnvironmentDiff diff = new EnvironmentDiff(
                3,
                false,
                Digest.of("diff"),
                Collections.nCopies(
                        20, new ResourceChange(Kind.CHANGED, resource, Collections.nCopies(5_000, "+ a line"))));
        TestSummary tests = new TestSummary(
                1,
                100,
                0,
                Collections.nCopies(
                        100, new TestFailure("s", "n", "m".repeat(9_000), Collections.nCopies(40, "d".repeat(500)))));

        ReleaseEvent compared = ended(new StageOutcome.Succeeded(new StageOutput.Compared(diff, List.of(), List.of())));
        ReleaseEvent failed = ended(new StageOutcome.Failed(
                Cause.of(CauseKind.TESTS_FAILED, "red"), Optional.of(new StageOutput.TestsFailed(tests))));

        assertThat(bytes(compared)).isLessThan(MOST);
        assertThat(bytes(failed)).isLessThan(MOST);
        assertThat(compared.toString()).contains(Digest.of("diff").value(), "the whole diff is too long");
        assertThat(failed.toString()).contains("failed=100");
    }

    private static ReleaseEvent ended(StageOutcome outcome) {
        return BoundedEvent.of(new StageEnded(new StageId("staging.verify"), 1, outcome));
    }

    /** At least as many as its JSON has of texts. */
    private static int bytes(ReleaseEvent event) {
        return event.toString()
                .codePoints()
                .map(letter -> letter < 0x20
                        ? 6
                        : letter == '"' ? 2 : Character.toString(letter).getBytes(UTF_8).length)
                .sum();
    }
}
