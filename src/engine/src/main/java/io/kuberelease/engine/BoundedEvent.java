package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseEvent;
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
import java.util.ArrayList;
import java.util.List;

/**
 * An event as it enters the journal: whatever programs, servers and people have said in it is cut to what an entry has room
 * for. A journal is kept in ConfigMaps, and a release whose end can't be written would never end.
 */
final class BoundedEvent {
    private static final int WORDS = 4_000;
    private static final int TITLE = 500;
    private static final int NOTE = 16_000;
    private static final int EVIDENCE = 24_000;
    private static final int ALL_EVIDENCE = 96_000;
    private static final int MOST_EVIDENCE = 40;
    private static final int DETAILS = 4_000;
    private static final int ALL_FAILURES = 96_000;
    private static final int CHANGE = 32_000;
    private static final int ALL_CHANGES = 160_000;

    private BoundedEvent() {}

    static ReleaseEvent of(ReleaseEvent event) {
        if (event instanceof ReleaseEvent.StageEnded ended) {
            return new ReleaseEvent.StageEnded(ended.stage(), ended.attempt(), outcome(ended.outcome()));
        }
        if (event instanceof ReleaseEvent.AbortRequested abort) {
            return new ReleaseEvent.AbortRequested(BoundedText.of(abort.by(), TITLE));
        }
        if (event instanceof ReleaseEvent.Resumed resumed) {
            return new ReleaseEvent.Resumed(BoundedText.of(resumed.by(), TITLE));
        }
        if (event instanceof ReleaseEvent.SinkTroubled trouble) {
            return new ReleaseEvent.SinkTroubled(trouble.sink(), BoundedText.of(trouble.why(), WORDS));
        }
        if (event instanceof ReleaseEvent.SinkNoted noted) {
            return new ReleaseEvent.SinkNoted(noted.sink(), noted.key(), BoundedText.of(noted.value(), NOTE));
        }
        return event;
    }

    private static StageOutcome outcome(StageOutcome outcome) {
        if (outcome instanceof StageOutcome.Succeeded succeeded) {
            return new StageOutcome.Succeeded(output(succeeded.output()));
        }
        if (outcome instanceof StageOutcome.Failed failed) {
            return new StageOutcome.Failed(cause(failed.cause()), failed.left().map(BoundedEvent::output));
        }
        if (outcome instanceof StageOutcome.Errored errored) {
            return new StageOutcome.Errored(cause(errored.cause()), errored.retryAfter());
        }
        if (outcome instanceof StageOutcome.Waiting waiting) {
            return new StageOutcome.Waiting(waiting.until(), BoundedText.of(waiting.what(), WORDS));
        }
        if (outcome instanceof StageOutcome.Skipped skipped) {
            return new StageOutcome.Skipped(BoundedText.of(skipped.why(), WORDS));
        }
        if (outcome instanceof StageOutcome.Outdated outdated) {
            return new StageOutcome.Outdated(BoundedText.of(outdated.why(), WORDS));
        }
        if (outcome instanceof StageOutcome.Aborted aborted) {
            return new StageOutcome.Aborted(
                    BoundedText.of(aborted.left(), WORDS), aborted.seen().map(BoundedEvent::output));
        }
        return outcome;
    }

    private static StageOutput output(StageOutput output) {
        if (output instanceof StageOutput.Compared compared) {
            return new StageOutput.Compared(diff(compared.diff()), compared.resources(), compared.hooks());
        }
        if (output instanceof StageOutput.TestsPassed passed) {
            return new StageOutput.TestsPassed(passed.summary().map(BoundedEvent::tests));
        }
        if (output instanceof StageOutput.TestsFailed failed) {
            return new StageOutput.TestsFailed(tests(failed.summary()));
        }
        if (output instanceof StageOutput.TestedBefore before) {
            TestMark mark = before.mark();
            return new StageOutput.TestedBefore(
                    new TestMark(mark.release(), mark.at(), mark.summary().map(BoundedEvent::tests)));
        }
        if (output instanceof StageOutput.Deployed deployed) {
            return new StageOutput.Deployed(deployed.revision(), resources(deployed.resources()));
        }
        if (output instanceof StageOutput.NotReady waiting) {
            return new StageOutput.NotReady(resources(waiting.resources()));
        }
        return output;
    }

    private static Cause cause(Cause cause) {
        List<Evidence> seen = new ArrayList<>();
        int left = ALL_EVIDENCE;
        for (Evidence evidence : cause.evidence()) {
            if (seen.size() == MOST_EVIDENCE || left <= 0) {
                seen.add(new Evidence(
                        "further",
                        List.of((cause.evidence().size() - seen.size()) + " more are left out: there is no room")));
                break;
            }
            List<String> lines = BoundedText.lines(evidence.lines(), Math.min(EVIDENCE, left));
            seen.add(new Evidence(BoundedText.of(evidence.title(), TITLE), lines, evidence.background()));
            left -= BoundedText.bytes(lines);
        }
        return new Cause(
                cause.kind(),
                BoundedText.of(cause.summary(), WORDS),
                seen,
                cause.suggestion().map(words -> BoundedText.of(words, WORDS)));
    }

    /** The hash stays that of the whole: it is what an approval is bound to. */
    private static EnvironmentDiff diff(EnvironmentDiff diff) {
        List<ResourceChange> changes = new ArrayList<>();
        int left = ALL_CHANGES;
        for (ResourceChange change : diff.changes()) {
            List<String> lines = left <= 0
                    ? List.of("… (" + change.lines().size() + " lines are left out: the whole diff is too long)")
                    : BoundedText.lines(change.lines(), Math.min(CHANGE, left));
            changes.add(new ResourceChange(change.kind(), change.resource(), lines));
            left -= BoundedText.bytes(lines);
        }
        return new EnvironmentDiff(diff.revision(), diff.unchanged(), diff.hash(), changes);
    }

    /** The numbers stay; of the failures those are kept that there is room for. */
    private static TestSummary tests(TestSummary tests) {
        List<TestFailure> failures = new ArrayList<>();
        int left = ALL_FAILURES;
        for (TestFailure failure : tests.failures()) {
            TestFailure shorter = new TestFailure(
                    BoundedText.of(failure.suite(), TITLE),
                    BoundedText.of(failure.name(), TITLE),
                    BoundedText.of(failure.message(), DETAILS),
                    BoundedText.lines(failure.details(), DETAILS));
            left -= BoundedText.bytes(List.of(shorter.suite(), shorter.name(), shorter.message()))
                    + BoundedText.bytes(shorter.details());
            if (left < 0) {
                break;
            }
            failures.add(shorter);
        }
        return new TestSummary(tests.passed(), tests.failed(), tests.skipped(), failures);
    }

    private static List<ResourceStatus> resources(List<ResourceStatus> resources) {
        return resources.stream()
                .map(status -> new ResourceStatus(
                        status.resource(),
                        status.current(),
                        status.wanted(),
                        BoundedText.of(status.message(), TITLE),
                        status.ready()))
                .toList();
    }
}
