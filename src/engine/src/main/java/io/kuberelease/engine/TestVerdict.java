package io.kuberelease.engine;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput.TestsFailed;
import io.kuberelease.journal.StageOutput.TestsPassed;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestSummary;
import io.kuberelease.port.TestRunner.TestResult;
import java.util.List;
import java.util.stream.Stream;

/** Whether a test run is green: its command ended with 0, and no report says otherwise. */
final class TestVerdict {
    private static final int FAILURES_SHOWN = 10;

    private TestVerdict() {}

    static StageOutcome of(TestResult result) {
        boolean red = result.summary().filter(summary -> summary.failed() > 0).isPresent();
        if (result.exitCode() == 0 && !red) {
            return new StageOutcome.Succeeded(new TestsPassed(result.summary()));
        }
        return new StageOutcome.Failed(
                Cause.of(CauseKind.TESTS_FAILED, summary(result)).seen(evidence(result)),
                result.summary().map(TestsFailed::new));
    }

    private static String summary(TestResult result) {
        return result.summary()
                .filter(summary -> summary.failed() > 0)
                .map(summary -> summary.failed() + " of " + summary.total() + " tests failed")
                .orElse("the test command ended with exit code " + result.exitCode());
    }

    private static List<Evidence> evidence(TestResult result) {
        List<TestFailure> failures = result.summary().map(TestSummary::failures).orElse(List.of());
        if (failures.isEmpty()) {
            return List.of(new Evidence("last lines of the test command", result.lastLines()));
        }
        return failures.stream()
                .limit(FAILURES_SHOWN)
                .map(failure -> new Evidence(
                        failure.suite() + " " + failure.name(),
                        Stream.concat(Stream.of(failure.message()), failure.details().stream())
                                .toList()))
                .toList();
    }
}
