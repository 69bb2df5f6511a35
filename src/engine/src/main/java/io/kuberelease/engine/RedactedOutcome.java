package io.kuberelease.engine;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The words of an outcome made fit to be told; names, digests and numbers are left as they are. */
final class RedactedOutcome {
    private final Redactor redactor;

    RedactedOutcome(Redactor redactor) {
        this.redactor = redactor;
    }

    StageOutcome of(StageOutcome outcome) {
        if (outcome instanceof StageOutcome.Succeeded done) {
            return new StageOutcome.Succeeded(of(done.output()));
        }
        if (outcome instanceof StageOutcome.Waiting waiting) {
            return new StageOutcome.Waiting(waiting.until(), redactor.text(waiting.what()));
        }
        if (outcome instanceof StageOutcome.Failed failed) {
            return new StageOutcome.Failed(of(failed.cause()), failed.left().map(this::of));
        }
        if (outcome instanceof StageOutcome.Errored errored) {
            return new StageOutcome.Errored(of(errored.cause()), errored.retryAfter());
        }
        if (outcome instanceof StageOutcome.Skipped skipped) {
            return new StageOutcome.Skipped(redactor.text(skipped.why()));
        }
        if (outcome instanceof StageOutcome.Outdated outdated) {
            return new StageOutcome.Outdated(redactor.text(outdated.why()));
        }
        StageOutcome.Aborted aborted = (StageOutcome.Aborted) outcome;
        return new StageOutcome.Aborted(
                redactor.text(aborted.left()), aborted.seen().map(this::of));
    }

    static ResourceStatus of(ResourceStatus status, Redactor redactor) {
        return new ResourceStatus(
                status.resource(), status.current(), status.wanted(), redactor.text(status.message()), status.ready());
    }

    private StageOutput of(StageOutput output) {
        if (output instanceof StageOutput.Compared compared) {
            return new StageOutput.Compared(of(compared.diff()), compared.resources(), compared.hooks());
        }
        if (output instanceof StageOutput.TestsPassed passed) {
            return new StageOutput.TestsPassed(passed.summary().map(this::of));
        }
        if (output instanceof StageOutput.TestsFailed failed) {
            return new StageOutput.TestsFailed(of(failed.summary()));
        }
        if (output instanceof StageOutput.TestedBefore before) {
            TestMark mark = before.mark();
            return new StageOutput.TestedBefore(
                    new TestMark(mark.release(), mark.at(), mark.summary().map(this::of)));
        }
        if (output instanceof StageOutput.Deployed deployed) {
            return new StageOutput.Deployed(deployed.revision(), statuses(deployed.resources()));
        }
        if (output instanceof StageOutput.NotReady notReady) {
            return new StageOutput.NotReady(statuses(notReady.resources()));
        }
        return output;
    }

    private Cause of(Cause cause) {
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

    /** Programs give advice of their own, which is evidence then; it is not to be told twice. */
    private static boolean isNew(String advice, Cause cause) {
        String same = advice.toLowerCase(Locale.ROOT);
        return Stream.concat(
                        Stream.of(cause.summary()),
                        cause.evidence().stream()
                                .filter(evidence -> !evidence.background())
                                .flatMap(evidence -> evidence.lines().stream()))
                .noneMatch(told -> told.toLowerCase(Locale.ROOT).contains(same));
    }

    private EnvironmentDiff of(EnvironmentDiff diff) {
        List<ResourceChange> changes = diff.changes().stream()
                .map(change -> new ResourceChange(change.kind(), change.resource(), diffLines(change.lines())))
                .toList();
        return new EnvironmentDiff(diff.revision(), diff.unchanged(), diff.hash(), changes);
    }

    /** The mark before each line is no part of what a value may go on in. */
    private List<String> diffLines(List<String> lines) {
        List<String> shown = redactor.lines(lines.stream()
                .map(line -> line.isEmpty() ? line : line.substring(1))
                .toList());
        return IntStream.range(0, lines.size())
                .mapToObj(at -> lines.get(at).isEmpty() ? "" : lines.get(at).charAt(0) + shown.get(at))
                .toList();
    }

    private TestSummary of(TestSummary summary) {
        List<TestFailure> failures = summary.failures().stream()
                .map(failure -> new TestFailure(
                        redactor.text(failure.suite()),
                        redactor.text(failure.name()),
                        redactor.text(failure.message()),
                        redactor.lines(failure.details())))
                .toList();
        return new TestSummary(summary.passed(), summary.failed(), summary.skipped(), failures);
    }

    private List<ResourceStatus> statuses(List<ResourceStatus> all) {
        return all.stream().map(status -> of(status, redactor)).toList();
    }
}
