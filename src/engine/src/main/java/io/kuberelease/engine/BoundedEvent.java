package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.Rewriting;
import io.kuberelease.model.Cause;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestSummary;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the texts of programs, servers and people in an event to what a journal entry has room for. A journal is kept in
 * ConfigMaps, and a release whose end can't be written would never end.
 */
final class BoundedEvent implements Rewriting, ReleaseEvent.SomeCases<ReleaseEvent> {
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
        return event.match(new BoundedEvent());
    }

    @Override
    public ReleaseEvent stageEnded(ReleaseEvent.StageEnded event) {
        return new ReleaseEvent.StageEnded(
                event.stage(), event.attempt(), event.outcome().rewritten(this));
    }

    @Override
    public ReleaseEvent abortRequested(ReleaseEvent.AbortRequested event) {
        return new ReleaseEvent.AbortRequested(BoundedText.of(event.by(), TITLE));
    }

    @Override
    public ReleaseEvent resumed(ReleaseEvent.Resumed event) {
        return new ReleaseEvent.Resumed(BoundedText.of(event.by(), TITLE));
    }

    @Override
    public ReleaseEvent sinkTroubled(ReleaseEvent.SinkTroubled event) {
        return new ReleaseEvent.SinkTroubled(event.sink(), BoundedText.of(event.why(), WORDS));
    }

    @Override
    public ReleaseEvent sinkNoted(ReleaseEvent.SinkNoted event) {
        return new ReleaseEvent.SinkNoted(event.sink(), event.key(), BoundedText.of(event.value(), NOTE));
    }

    /** Not cut: a plan is needed whole, and a decision is as short as a person writes. */
    @Override
    public ReleaseEvent other(ReleaseEvent event) {
        return event;
    }

    @Override
    public String text(String words) {
        return BoundedText.of(words, WORDS);
    }

    @Override
    public Cause cause(Cause cause) {
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
    @Override
    public EnvironmentDiff diff(EnvironmentDiff diff) {
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
    @Override
    public TestSummary tests(TestSummary tests) {
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

    @Override
    public ResourceStatus resource(ResourceStatus status) {
        return new ResourceStatus(
                status.resource(),
                status.current(),
                status.wanted(),
                BoundedText.of(status.message(), TITLE),
                status.ready());
    }
}
