package io.kuberelease.engine;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.ApprovalRule;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.Notify;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The smallest release that has everything the engine decides about, and its journal as one writes it down in a test:
 * {@code bundle} is fetched, and goes to staging and, once somebody has approved, to production.
 *
 * <p>Each word is an entry, a second after the one before: {@code bundle>} begins, {@code bundle+} is done, {@code
 * bundle!} failed, {@code bundle?} errored, {@code production.approval~} waits for 100 s, {@code staging.lock-} was
 * skipped, {@code staging.deploy#} was aborted, {@code staging.deploy*} is outdated; {@code yes} and {@code no} are
 * decisions, {@code staging@} moves the journal there, {@code abort} and {@code resumed} are what they say, and {@code
 * 10s} lets that much time pass.
 */
public final class SmallRelease {
    /** How long each stage may take. */
    static final Duration DEADLINE = Duration.ofSeconds(100);

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Digest DIGEST = new Digest("sha256:" + "b".repeat(64));
    private static final ImageReference BUNDLE =
            ImageReference.parse("registry.example/acme/polls@sha256:" + "b".repeat(64));

    private final List<JournalEntry> entries = new ArrayList<>();
    private Instant now = START;

    private SmallRelease() {
        write(new ReleaseEvent.Planned(plan()));
    }

    /** A release with this journal. */
    public static SmallRelease with(String journal) {
        SmallRelease release = new SmallRelease();
        Stream.of(journal.strip().split("\\s+")).filter(word -> !word.isEmpty()).forEach(release::word);
        return release;
    }

    public ReleaseState state() {
        return ReleaseState.of(entries);
    }

    List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    public JournalEntry last() {
        return entries.get(entries.size() - 1);
    }

    Instant now() {
        return now;
    }

    private void word(String word) {
        if (word.matches("\\d+s")) {
            now = now.plusSeconds(Long.parseLong(word.substring(0, word.length() - 1)));
            return;
        }
        now = now.plusSeconds(1);
        switch (word) {
            case "abort" -> write(new ReleaseEvent.AbortRequested("ada"));
            case "resumed" -> write(new ReleaseEvent.Resumed("another machine"));
            case "yes", "no" ->
                write(new ReleaseEvent.Decided(new StageId("production.approval"), approval(word.equals("yes"))));
            default -> ofStage(word.substring(0, word.length() - 1), word.charAt(word.length() - 1));
        }
    }

    private void ofStage(String name, char what) {
        if (what == '@') {
            write(new ReleaseEvent.JournalMoved(new EnvironmentName(name)));
            return;
        }
        StageId id = new StageId(name);
        int begun = state().stage(id).attempts();
        write(
                what == '>'
                        ? new ReleaseEvent.StageStarted(id, begun + 1)
                        : new ReleaseEvent.StageEnded(id, begun, outcome(name, what)));
    }

    private StageOutcome outcome(String stage, char what) {
        return switch (what) {
            case '+' -> new StageOutcome.Succeeded(output(stage));
            case '!' -> new StageOutcome.Failed(Cause.of(CauseKind.CRASH_LOOP, "it crashes"));
            case '?' -> new StageOutcome.Errored(Cause.of(CauseKind.UNAVAILABLE, "it does not answer"), Duration.ZERO);
            case '~' -> new StageOutcome.Waiting(now.plus(DEADLINE), "approval");
            case '-' -> new StageOutcome.Skipped("unchanged");
            case '#' -> new StageOutcome.Aborted("nothing is left");
            case '*' -> new StageOutcome.Outdated("somebody else has changed it");
            default -> throw new IllegalArgumentException(stage + what);
        };
    }

    private static StageOutput output(String stage) {
        return switch (stage.substring(stage.indexOf('.') + 1)) {
            case "bundle" ->
                new StageOutput.BundleFetched(
                        BUNDLE, PerImage.single(BUNDLE), new ChartArchive("polls", new Version("1.4.0"), DIGEST));
            case "compare" ->
                new StageOutput.Compared(
                        new EnvironmentDiff(1, false, DIGEST, List.of()), List.<ResourceIdentity>of(), List.of());
            case "deploy" -> new StageOutput.Deployed(2, List.of());
            default -> new StageOutput.Done();
        };
    }

    private Approval approval(boolean granted) {
        return new Approval(
                granted, "grace", now, Optional.empty(), BUNDLE, new EnvironmentName("production"), 1, DIGEST);
    }

    private void write(ReleaseEvent event) {
        entries.add(new JournalEntry(entries.size(), now, event));
    }

    private static ReleasePlan plan() {
        List<Stage> stages = new ArrayList<>();
        after(stages, "bundle", new StageTask.FetchBundle(new AppName("polls"), BUNDLE, ReleaseKind.PROMOTION));
        environment(stages, "staging", "bundle");
        environment(stages, "production", "staging.record");
        return new ReleasePlan(
                new ReleaseId("r1"),
                new AppName("polls"),
                new Version("1.4.0"),
                new SourceRevision("3f2c1ab9", "main", Optional.empty(), false),
                "ada",
                Notify.NOBODY,
                stages);
    }

    private static void environment(List<Stage> stages, String name, String before) {
        EnvironmentSpec environment = new EnvironmentSpec(
                new EnvironmentName(name),
                new AppName("polls"),
                new Target(name, Optional.empty(), new Namespace("polls")),
                List.of(),
                true,
                DEADLINE);
        after(stages, name + ".compare", new StageTask.Compare(environment), before);
        String agreed = name + ".compare";
        if (name.equals("production")) {
            agreed = name + ".approval";
            after(
                    stages,
                    agreed,
                    new StageTask.AwaitApproval(environment, new ApprovalRule(List.of(), DEADLINE)),
                    name + ".compare");
        }
        after(stages, name + ".lock", new StageTask.Lock(environment), agreed);
        after(stages, name + ".deploy", new StageTask.Deploy(environment), name + ".lock");
        afterwards(stages, name + ".record", new StageTask.WriteRecord(environment), name + ".deploy");
        afterwards(
                stages,
                name + ".unlock",
                new StageTask.Unlock(environment),
                name + ".lock",
                name + ".deploy",
                name + ".record");
    }

    private static void after(List<Stage> stages, String id, StageTask task, String... before) {
        stages.add(new Stage(new StageId(id), new Trigger.AfterSuccess(ids(before)), DEADLINE, task));
    }

    private static void afterwards(List<Stage> stages, String id, StageTask task, String opened, String... users) {
        stages.add(new Stage(new StageId(id), new Trigger.Afterwards(new StageId(opened), ids(users)), DEADLINE, task));
    }

    private static List<StageId> ids(String... names) {
        return Stream.of(names).map(StageId::new).toList();
    }
}
