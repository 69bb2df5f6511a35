package io.kuberelease.api;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestSummary;
import io.kuberelease.view.TextSanitizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The counted results of the tests; there are none when the command wrote no reports.
 *
 * @param failures a selection where there are very many
 */
public record TestsData(int passed, int failed, int skipped, int total, List<FailureData> failures) {
    public TestsData {
        failures = List.copyOf(failures);
    }

    /** One red test. */
    public record FailureData(String suite, String name, String message, List<String> details) {
        public FailureData {
            details = List.copyOf(details);
        }

        private static FailureData of(TestFailure failure) {
            return new FailureData(
                    TextSanitizer.text(failure.suite()),
                    TextSanitizer.text(failure.name()),
                    TextSanitizer.text(failure.message()),
                    TextSanitizer.lines(failure.details()));
        }
    }

    static Optional<TestsData> of(ReleaseState state) {
        return summaries(state).findFirst().map(TestsData::of);
    }

    private static Stream<TestSummary> summaries(ReleaseState state) {
        return state.all().stream().flatMap(stage -> summary(stage).stream());
    }

    private static Optional<TestSummary> summary(StageState stage) {
        return stage.left(StageOutput.TestsFailed.class)
                .map(StageOutput.TestsFailed::summary)
                .or(() -> stage.output(StageOutput.TestsPassed.class).flatMap(StageOutput.TestsPassed::summary));
    }

    private static TestsData of(TestSummary summary) {
        return new TestsData(
                summary.passed(),
                summary.failed(),
                summary.skipped(),
                summary.total(),
                summary.failures().stream().map(FailureData::of).toList());
    }
}
