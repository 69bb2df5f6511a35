package io.kuberelease.plan;

import io.kuberelease.model.StageId;
import io.kuberelease.plan.Trigger.AfterSuccess;
import io.kuberelease.plan.Trigger.Afterwards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the stages of one environment: compare, soak, approval, freeze, lock, deploy, verify, return, record, unlock, of
 * which only those that its file asks for are there.
 */
final class EnvironmentStages {
    private static final Duration COMPARING = Duration.ofMinutes(10);
    private static final Duration PROVING_HEALTH = Duration.ofMinutes(15);
    private static final Duration WAITING_FOR_OTHERS = Duration.ofHours(1);
    private static final Duration VERIFYING = Duration.ofMinutes(15);
    private static final Duration WRITING = Duration.ofMinutes(5);
    /** On top of the rollout's own time: Helm, its hooks, and the evidence when it fails. */
    private static final Duration AROUND_A_ROLLOUT = Duration.ofMinutes(10);

    private final ReleaseParts.Step step;
    private final EnvironmentSpec spec;
    private final List<Stage> stages = new ArrayList<>();

    EnvironmentStages(ReleaseParts.Step step) {
        this.step = step;
        this.spec = step.environment().spec();
    }

    /** The stages, the first of them after {@code published} and after the environments that come before. */
    List<Stage> after(StageId published) {
        List<StageId> before = new ArrayList<>(List.of(published));
        before.addAll(step.awaited());
        add("compare", new AfterSuccess(before), COMPARING, new StageTask.Compare(spec));
        String soaked = step.environment().soak().map(this::soak).orElse("compare");
        String agreed = step.environment()
                .approval()
                .map(rule -> approval(rule, soaked))
                .orElse(soaked);
        String thawed = step.environment()
                .freeze()
                .map(freeze -> freeze(freeze, agreed))
                .orElse(agreed);
        add("lock", follows(thawed), WAITING_FOR_OTHERS, new StageTask.Lock(spec));
        add("deploy", follows("lock"), rollingOut(), new StageTask.Deploy(spec));
        step.environment().verify().ifPresent(this::verify);
        if (step.environment().returns()) {
            add("return", new Afterwards(id("deploy"), checks()), rollingOut(), new StageTask.ReturnToLastGood(spec));
        }
        add("record", new Afterwards(id("deploy"), changes()), WRITING, new StageTask.WriteRecord(spec));
        List<StageId> users = stages.stream()
                .map(Stage::id)
                .filter(id -> List.of(id("deploy"), id("verify"), id("return"), id("record"))
                        .contains(id))
                .toList();
        add("unlock", new Afterwards(id("lock"), users), WRITING, new StageTask.Unlock(spec));
        return List.copyOf(stages);
    }

    /** The stages that must have succeeded before another environment's turn: a record alone is also made of failures. */
    static List<StageId> released(EnvironmentDraft.Environment environment) {
        String last = environment.verify().isPresent() ? "verify" : "deploy";
        return List.of(id(environment.spec(), last), id(environment.spec(), "record"));
    }

    private String soak(Duration time) {
        add("soak", follows("compare"), time.plus(PROVING_HEALTH), new StageTask.Soak(spec, step.before(), time));
        return "soak";
    }

    private String freeze(Freeze freeze, String before) {
        add("freeze", follows(before), Freeze.LONGEST, new StageTask.AwaitThaw(spec, freeze));
        return "freeze";
    }

    private String approval(ApprovalRule rule, String before) {
        add("approval", follows(before), rule.within(), new StageTask.AwaitApproval(spec, rule));
        return "approval";
    }

    private void verify(VerifySpec checks) {
        add("verify", follows("deploy"), VERIFYING, new StageTask.Verify(spec, checks));
    }

    private Duration rollingOut() {
        return spec.readyWithin().plus(AROUND_A_ROLLOUT);
    }

    /** What was brought back is recorded too. */
    private List<StageId> changes() {
        List<StageId> changes = new ArrayList<>(checks());
        if (step.environment().returns()) {
            changes.add(id("return"));
        }
        return changes;
    }

    /** A failed deployment is recorded too, so the record waits for the checks whatever comes of them. */
    private List<StageId> checks() {
        return step.environment().verify().map(checks -> List.of(id("verify"))).orElse(List.of());
    }

    private void add(String stage, Trigger trigger, Duration deadline, StageTask task) {
        stages.add(new Stage(id(stage), trigger, deadline, task));
    }

    private Trigger follows(String stage) {
        return new AfterSuccess(List.of(id(stage)));
    }

    private StageId id(String stage) {
        return id(spec, stage);
    }

    private static StageId id(EnvironmentSpec spec, String stage) {
        return new StageId(spec.name() + "." + stage);
    }
}
