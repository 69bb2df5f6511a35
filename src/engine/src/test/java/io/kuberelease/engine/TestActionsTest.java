package io.kuberelease.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.TestSummary;
import io.kuberelease.port.TestRunner.TestResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestActionsTest {
    private static final TestSummary GREEN = new TestSummary(2, 0, 0, List.of());

    @Test
    void aReportThatCouldNotBeReadToItsEndIsNoPass() {
        StageOutcome outcome = TestActions.verdict(new TestResult(
                0, Optional.of(GREEN), List.of("done"), List.of("report a.xml is not well-formed XML at line 7")));

        assertThat(outcome).isInstanceOfSatisfying(StageOutcome.Failed.class, failed -> {
            assertThat(failed.cause().kind()).isEqualTo(CauseKind.TESTS_FAILED);
            assertThat(failed.cause().summary()).contains("not known", "report a.xml", "line 7");
            assertThat(failed.cause().suggestion()).isPresent();
        });
    }

    @Test
    void reportsThatAreReadAndGreenArePassed() {
        assertThat(TestActions.verdict(new TestResult(0, Optional.of(GREEN), List.of())))
                .isInstanceOf(StageOutcome.Succeeded.class);
    }

    @Test
    void aRedCommandStaysTheReasonWhateverTheReportsAre() {
        StageOutcome outcome = TestActions.verdict(
                new TestResult(3, Optional.empty(), List.of("no"), List.of("report a.xml is empty")));

        assertThat(((StageOutcome.Failed) outcome).cause().summary()).contains("exit code 3");
    }
}
