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

/** Whether a test run is green: its command ended with 0, and no report says otherwise or could not be read. */
final class TestVerdict {
    private static final int FAILURES_SHOWN = 10;

    private TestVerdict() {}

    static StageOutcome of(TestResult result) {
        boolean red = result.summary().filter(summary -> summary.failed() > 0).isPresent();
        if (result.exitCode() == 0 && !red && result.unread().isEmpty()) {
            return new StageOutcome.Succeeded(new TestsPassed(result.summary()));
        }
        Cause cause = Cause.of(CauseKind.TESTS_FAILED, summary(result)).seen(evidence(result));
        boolean unreadAlone = result.exitCode() == 0 && !red;
        return new StageOutcome.Failed(
                unreadAlone
                        ? cause.suggesting("mend what writes the reports, or leave such files out of test.reports")
                        : cause,
                result.summary().map(TestsFailed::new));
    }

    private static String summary(TestResult result) {
        return result.summary()
                .filter(summary -> summary.failed() > 0)
                .map(summary -> summary.failed() + " of " + summary.total() + " tests failed")
                .orElseGet(() -> result.exitCode() == 0
                        ? "whether all tests passed is not known: "
                                + result.unread().get(0)
                        : "the test command ended with exit code " + result.exitCode());
    }

    private static List<Evidence> evidence(TestResult result) {
        List<TestFailure> failures = result.summary().map(TestSummary::failures).orElse(List.of());
        Stream<Evidence> unread = result.unread().isEmpty()
                ? Stream.empty()
                : Stream.of(new Evidence("reports that could not be read", result.unread()));
        Stream<Evidence> seen = failures.isEmpty()
                ? Stream.of(new Evidence("last lines of the test command", result.lastLines()))
                : failures.stream().limit(FAILURES_SHOWN).map(TestVerdict::evidence);
        return Stream.concat(unread, seen).toList();
    }

    private static Evidence evidence(TestFailure failure) {
        return new Evidence(
                failure.suite() + " " + failure.name(),
                Stream.concat(Stream.of(failure.message()), failure.details().stream())
                        .toList());
    }
}
