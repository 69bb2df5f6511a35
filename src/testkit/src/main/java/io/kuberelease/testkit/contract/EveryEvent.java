package io.kuberelease.testkit.contract;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import io.kuberelease.model.Version;
import io.kuberelease.testkit.SamplePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An event of every kind with every outcome and output, holding text that is easily damaged on its way to a disk. */
public final class EveryEvent {
    private static final String AWKWARD =
            "\"quoted\" \\ two\nlines\r\n\ttab \u2028 \u0000 \u001b[1m żółć 日本 \ud83d\ude80 ";
    private static final Instant PRECISE = Instant.parse("2026-11-21T10:00:00.000000001Z");
    private static final Digest DIGEST = new Digest("sha256:" + "a".repeat(64));
    private static final ImageReference IMAGE =
            ImageReference.parse("registry.example:5000/acme/polls@sha256:" + "b".repeat(64));
    private static final PerImage<ImageReference> SEVERAL =
            PerImage.named(Map.of(new ImageName("api"), IMAGE, new ImageName("web-front"), IMAGE));
    private static final ResourceIdentity RESOURCE =
            new ResourceIdentity("apps/v1", "Deployment", new Namespace("polls"), "web");
    private static final StageId STAGE = new StageId("staging.deploy");

    private EveryEvent() {}

    public static List<ReleaseEvent> all() {
        List<ReleaseEvent> events = new ArrayList<>(List.of(
                new ReleaseEvent.Planned(SamplePlan.withApproval()),
                new ReleaseEvent.Planned(SamplePlan.testingOnce()),
                new ReleaseEvent.Planned(SamplePlan.rollback(IMAGE)),
                new ReleaseEvent.Planned(SamplePlan.preview()),
                new ReleaseEvent.StageStarted(STAGE, 1),
                new ReleaseEvent.JournalMoved(new EnvironmentName("staging")),
                new ReleaseEvent.Decided(STAGE, approval(true, Optional.of(AWKWARD))),
                new ReleaseEvent.Decided(STAGE, approval(false, Optional.empty())),
                new ReleaseEvent.AbortRequested(AWKWARD),
                new ReleaseEvent.Resumed("ada"),
                new ReleaseEvent.SinkTroubled("slack", AWKWARD),
                new ReleaseEvent.SinkNoted("slack", "ts", AWKWARD),
                new ReleaseEvent.Ended(ReleaseResult.ERRORED)));
        outcomes().forEach(outcome -> events.add(new ReleaseEvent.StageEnded(STAGE, Integer.MAX_VALUE, outcome)));
        return events;
    }

    public static List<StageOutcome> outcomes() {
        Cause cause = Cause.of(CauseKind.CRASH_LOOP, AWKWARD)
                .seen(List.of(new Evidence(AWKWARD, List.of("", AWKWARD)), new Evidence("events", List.of(), true)));
        List<StageOutcome> outcomes = new ArrayList<>(List.of(
                new StageOutcome.Waiting(PRECISE, AWKWARD),
                new StageOutcome.Failed(cause.suggesting(AWKWARD)),
                new StageOutcome.Failed(cause, Optional.of(new StageOutput.Done())),
                new StageOutcome.Errored(cause, Duration.ofNanos(1_000_000_001)),
                new StageOutcome.Errored(cause, Duration.ZERO),
                new StageOutcome.Skipped(""),
                new StageOutcome.Outdated(AWKWARD),
                new StageOutcome.Aborted(AWKWARD)));
        outputs().forEach(output -> outcomes.add(new StageOutcome.Aborted(AWKWARD, Optional.of(output))));
        outputs().forEach(output -> outcomes.add(new StageOutcome.Succeeded(output)));
        return outcomes;
    }

    static List<StageOutput> outputs() {
        TestSummary summary =
                new TestSummary(1, 2, 3, List.of(new TestFailure("suite", AWKWARD, AWKWARD, List.of(AWKWARD))));
        return List.of(
                new StageOutput.Done(),
                new StageOutput.DatastoresReady(datastores()),
                new StageOutput.ImageBuilt(IMAGE, AWKWARD, 6, 7),
                new StageOutput.ImageTaken(IMAGE),
                new StageOutput.TestedBefore(new TestMark(new ReleaseId("r0"), PRECISE, Optional.of(summary))),
                new StageOutput.TestedBefore(new TestMark(new ReleaseId("r0"), PRECISE, Optional.empty())),
                new StageOutput.TestsPassed(Optional.of(summary)),
                new StageOutput.TestsPassed(Optional.empty()),
                new StageOutput.TestsFailed(summary),
                new StageOutput.ChartPackaged(new ChartArchive("polls", new Version("1.4.0-rc.1"), DIGEST)),
                new StageOutput.BundleWritten(IMAGE),
                new StageOutput.BundleFetched(
                        IMAGE, PerImage.single(IMAGE), new ChartArchive("polls", new Version("1.4.0-rc.1"), DIGEST)),
                new StageOutput.BundleFetched(
                        IMAGE, SEVERAL, new ChartArchive("polls", new Version("1.4.0-rc.1"), DIGEST)),
                new StageOutput.Published(PerImage.single(List.of("1.4.0", "latest"))),
                new StageOutput.Published(SEVERAL.map(image -> List.of("1.4.0", "latest"))),
                new StageOutput.Compared(diff(), List.of(RESOURCE), List.of()),
                new StageOutput.Approved(approval(true, Optional.of(""))),
                new StageOutput.PreviewClaimed("277fd6bf-0000-4000-8000-000000000000"),
                new StageOutput.Locked(Long.MAX_VALUE),
                new StageOutput.Deployed(3, List.of(new ResourceStatus(RESOURCE, 2, 3, AWKWARD, false))),
                new StageOutput.NotReady(List.of(new ResourceStatus(RESOURCE, 0, 3, AWKWARD, false))),
                new StageOutput.Returned(
                        new ReleaseId("r0"), new Version("1.3.0"), "3f2c1ab", PerImage.single(IMAGE), IMAGE, 4),
                new StageOutput.Returned(new ReleaseId("r0"), new Version("1.3.0"), "3f2c1ab", SEVERAL, IMAGE, 4));
    }

    private static RunningDatastores datastores() {
        Target target = new Target("ci", Optional.of("277fd6bf-0000-4000-8000-000000000000"), new Namespace("polls"));
        return new RunningDatastores(
                target,
                "polls-r1",
                "uid",
                "10.0.0.1",
                List.of("db", "postgres"),
                "polls-r1",
                List.of("DATABASE_URL"),
                Map.of("postgres", "15"));
    }

    private static EnvironmentDiff diff() {
        return new EnvironmentDiff(
                0,
                true,
                DIGEST,
                List.of(new ResourceChange(EnvironmentDiff.Kind.ADDED, RESOURCE, List.of("+ " + AWKWARD))));
    }

    private static Approval approval(boolean granted, Optional<String> comment) {
        return new Approval(
                granted, "ada", PRECISE, comment, IMAGE, new EnvironmentName("production"), Integer.MAX_VALUE, DIGEST);
    }
}
