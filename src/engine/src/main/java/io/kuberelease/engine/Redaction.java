package io.kuberelease.engine;

import io.kuberelease.journal.Rewriting;
import io.kuberelease.model.Cause;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestSummary;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Masks the texts of an outcome; names, digests and numbers are left as they are. */
final class Redaction implements Rewriting {
    private final Redactor redactor;

    Redaction(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public String text(String words) {
        return redactor.text(words);
    }

    @Override
    public ResourceStatus resource(ResourceStatus status) {
        return new ResourceStatus(
                status.resource(), status.current(), status.wanted(), redactor.text(status.message()), status.ready());
    }

    @Override
    public Cause cause(Cause cause) {
        List<Evidence> seen = cause.evidence().stream()
                .map(evidence -> new Evidence(
                        redactor.text(evidence.title()), redactor.lines(evidence.lines()), evidence.background()))
                .toList();
        return new Cause(
                cause.kind(),
                redactor.text(cause.summary()),
                seen,
                cause.suggestion().map(redactor::text).filter(advice -> isNew(advice, cause)));
    }

    /**
     * Whether the advice is not yet in the summary or the evidence: programs give advice of their own, which is
     * evidence then.
     */
    private static boolean isNew(String advice, Cause cause) {
        String same = advice.toLowerCase(Locale.ROOT);
        return Stream.concat(
                        Stream.of(cause.summary()),
                        cause.evidence().stream()
                                .filter(evidence -> !evidence.background())
                                .flatMap(evidence -> evidence.lines().stream()))
                .noneMatch(told -> told.toLowerCase(Locale.ROOT).contains(same));
    }

    @Override
    public EnvironmentDiff diff(EnvironmentDiff diff) {
        List<ResourceChange> changes = diff.changes().stream()
                .map(change -> new ResourceChange(change.kind(), change.resource(), diffLines(change.lines())))
                .toList();
        return new EnvironmentDiff(diff.revision(), diff.unchanged(), diff.hash(), changes);
    }

    /** Masks the lines without the diff's mark before each, since a value may go on from line to line. */
    private List<String> diffLines(List<String> lines) {
        List<String> shown = redactor.lines(lines.stream()
                .map(line -> line.isEmpty() ? line : line.substring(1))
                .toList());
        return IntStream.range(0, lines.size())
                .mapToObj(at -> lines.get(at).isEmpty() ? "" : lines.get(at).charAt(0) + shown.get(at))
                .toList();
    }

    @Override
    public TestSummary tests(TestSummary summary) {
        List<TestFailure> failures = summary.failures().stream()
                .map(failure -> new TestFailure(
                        redactor.text(failure.suite()),
                        redactor.text(failure.name()),
                        redactor.text(failure.message()),
                        redactor.lines(failure.details())))
                .toList();
        return new TestSummary(summary.passed(), summary.failed(), summary.skipped(), failures);
    }
}
