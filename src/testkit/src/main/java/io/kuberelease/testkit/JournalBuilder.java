package io.kuberelease.testkit;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import io.kuberelease.model.Version;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the journal of a release event by event, at times that a test chooses: for tests of whatever shows releases.
 */
public final class JournalBuilder {
    /** The time of the plan's entry. */
    public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private static final ImageRepository REPOSITORY = new ImageRepository("registry.example/acme/polls");

    private final List<JournalEntry> entries = new ArrayList<>();
    private Duration at = Duration.ZERO;

    private JournalBuilder(ReleasePlan plan) {
        add(new ReleaseEvent.Planned(plan));
    }

    /** A journal that begins with the sample plan that asks for an approval, with two datastores. */
    public static JournalBuilder begins() {
        return of(SamplePlan.withApproval());
    }

    /** A journal that begins with the sample plan whose tests the image may have passed before, with two datastores. */
    public static JournalBuilder testingOnce() {
        return of(SamplePlan.testingOnce());
    }

    private static JournalBuilder of(ReleasePlan plan) {
        List<Stage> stages =
                plan.stages().stream().map(JournalBuilder::withDatastores).toList();
        return new JournalBuilder(new ReleasePlan(
                plan.release(), plan.app(), plan.version(), plan.source(), plan.startedBy(), plan.notifies(), stages));
    }

    private static Stage withDatastores(Stage stage) {
        if (!(stage.task() instanceof StageTask.StartDatastores task)) {
            return stage;
        }
        DatastoreCatalogue known = new DatastoreCatalogue();
        return new Stage(
                stage.id(),
                stage.trigger(),
                stage.deadline(),
                new StageTask.StartDatastores(
                        task.target(),
                        List.of(
                                known.of("postgres", "15").orElseThrow(),
                                known.of("redis", "7").orElseThrow())));
    }

    /** Moves the time of the next entries on by this much. */
    public JournalBuilder after(double seconds) {
        at = at.plusMillis(Math.round(seconds * 1000));
        return this;
    }

    /** The stages begin. */
    public JournalBuilder starts(String... stages) {
        for (String stage : stages) {
            add(new ReleaseEvent.StageStarted(new StageId(stage), 1));
        }
        return this;
    }

    /** The stage comes to an end, or to a wait. */
    public JournalBuilder ends(String stage, StageOutcome outcome) {
        return add(new ReleaseEvent.StageEnded(new StageId(stage), 1, outcome));
    }

    /** The stage succeeds. */
    public JournalBuilder ends(String stage, StageOutput output) {
        return ends(stage, new StageOutcome.Succeeded(output));
    }

    /** The stage fails. */
    public JournalBuilder fails(String stage, Cause cause) {
        return ends(stage, new StageOutcome.Failed(cause));
    }

    /** A try of the stage begins, and is foiled by the world after a second. */
    public JournalBuilder foiled(String stage, int attempt, Cause cause) {
        add(new ReleaseEvent.StageStarted(new StageId(stage), attempt));
        return after(1).add(new ReleaseEvent.StageEnded(
                new StageId(stage), attempt, new StageOutcome.Errored(cause, Duration.ZERO)));
    }

    /** The stages begin and succeed one after the other, and leave nothing. */
    public JournalBuilder done(String... stages) {
        for (String stage : stages) {
            starts(stage).after(0.1).ends(stage, new StageOutput.Done());
        }
        return this;
    }

    /** The release is over. */
    public JournalBuilder over(ReleaseResult result) {
        return add(new ReleaseEvent.Ended(result));
    }

    /** Everything up to the bundle and its tags, in the times of the design's sketch. */
    public JournalBuilder bundled() {
        starts("datastores", "build", "chart");
        after(0.2)
                .ends(
                        "chart",
                        new StageOutput.ChartPackaged(new ChartArchive("polls", new Version("1.4.0"), digest('2'))));
        after(1.9).ends("datastores", new StageOutput.Done());
        after(1.3).ends("build", new StageOutput.ImageBuilt(image('9'), "buildkit", 6, 7));
        starts("test")
                .after(6)
                .ends("test", new StageOutput.TestsPassed(Optional.of(new TestSummary(48, 0, 0, List.of()))));
        starts("tidy", "bundle").after(0.2).ends("bundle", new StageOutput.BundleWritten(image('7')));
        ends("tidy", new StageOutput.Done());
        return starts("publish")
                .after(0.1)
                .ends("publish", new StageOutput.Published(PerImage.single(List.of("1.4.0"))));
    }

    /** Everything up to the bundle, of an image that has passed its tests in the release r0. */
    public JournalBuilder testedBefore() {
        TestSummary summary = new TestSummary(48, 0, 1, List.of());
        TestMark mark = new TestMark(new ReleaseId("r0"), START.minusSeconds(3600), Optional.of(summary));
        starts("datastores", "build", "chart");
        after(0.2)
                .ends(
                        "chart",
                        new StageOutput.ChartPackaged(new ChartArchive("polls", new Version("1.4.0"), digest('2'))));
        after(1.3).ends("build", new StageOutput.ImageBuilt(image('9'), "buildkit", 7, 7));
        starts("tested").after(0.1).ends("tested", new StageOutput.TestedBefore(mark));
        add(new ReleaseEvent.StageEnded(
                new StageId("test"),
                0,
                new StageOutcome.Skipped("the image passed these tests in release r0: 48 passed, 1 skipped")));
        starts("bundle").after(0.2);
        ends("datastores", new StageOutcome.Skipped("the image has passed its tests before"));
        starts("tidy").ends("bundle", new StageOutput.BundleWritten(image('7')));
        return ends("tidy", new StageOutput.Done())
                .starts("publish")
                .ends("publish", new StageOutput.Published(PerImage.single(List.of("1.4.0"))));
    }

    /** An environment up to its deployment, which is under way. */
    public JournalBuilder deploying(String environment, int revision) {
        return compared(environment, revision - 1, false)
                .done(environment + ".lock")
                .starts(environment + ".deploy");
    }

    /** The diff of an environment is known. */
    public JournalBuilder compared(String environment, int revision, boolean unchanged) {
        EnvironmentDiff diff = new EnvironmentDiff(revision, unchanged, digest('4'), List.of());
        return starts(environment + ".compare")
                .after(0.3)
                .ends(environment + ".compare", new StageOutput.Compared(diff, List.of(), List.of()));
    }

    /** The rest of an environment that becomes ready. */
    public JournalBuilder deployed(String environment, int revision) {
        return after(4).ends(environment + ".deploy", new StageOutput.Deployed(revision, List.of()))
                .done(environment + ".verify", environment + ".record", environment + ".unlock");
    }

    /** An approval by release-managers is waited for, for four hours. */
    public JournalBuilder waits(String environment) {
        return starts(environment + ".approval")
                .ends(
                        environment + ".approval",
                        new StageOutcome.Waiting(START.plusSeconds(14_400), "approval by release-managers"));
    }

    /** A sink notes something. */
    public JournalBuilder notes(String sink, Map<String, String> notes) {
        notes.forEach((key, value) -> add(new ReleaseEvent.SinkNoted(sink, key, value)));
        return this;
    }

    private JournalBuilder add(ReleaseEvent event) {
        entries.add(new JournalEntry(entries.size(), now(), event));
        return this;
    }

    /** The time of the next entry. */
    public Instant now() {
        return START.plus(at);
    }

    /** The journal so far. */
    public List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /** The state by the journal so far. */
    public ReleaseState state() {
        return ReleaseState.of(entries);
    }

    /** The status of a resource, ready when all that is wanted is there. */
    public static ResourceStatus resource(String kind, String name, int current, int wanted, String message) {
        return new ResourceStatus(
                new ResourceIdentity("apps/v1", kind, new Namespace("polls"), name),
                current,
                wanted,
                message,
                current >= wanted);
    }

    /** A digest that a person can tell from others. */
    public static Digest digest(char digit) {
        return new Digest("sha256:" + String.valueOf(digit).repeat(64));
    }

    private static ImageReference image(char digit) {
        return new ImageReference(REPOSITORY, digest(digit));
    }
}
