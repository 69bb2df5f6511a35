package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.crashingPod;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.notYetApplied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static io.kuberelease.adapters.kubernetes.tracking.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ResourceIdentity;
import org.junit.jupiter.api.Test;

class HookJudgeTest {
    private static final ResourceIdentity HOOK = identity("batch/v1", "Job");
    private final HookJudge judge = new HookJudge(GracePeriods.USUAL);

    @Test
    void aHookOfAnEarlierReleaseDoesNotCount() {
        HasMetadata earlier = job("conditions: [{type: Failed, status: \"True\", reason: BackoffLimitExceeded}]");

        assertThat(judge.judge(HOOK, snapshot(earlier), notYetApplied(earlier))).isEmpty();
    }

    @Test
    void aFailedHookIsNamedWithTheExitCodeOfItsPod() {
        HasMetadata failed = job("conditions: [{type: Failed, status: \"True\", reason: BackoffLimitExceeded}]");

        Symptom symptom = symptom(failed, crashingPod("migrate", "Job-polls", ""));

        assertThat(symptom.isDefinite()).isTrue();
        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.HOOK_FAILED);
        assertThat(symptom.cause().summary())
                .isEqualTo(
                        "hook job/polls failed: BackoffLimitExceeded, pod migrate container web ended with exit code 3");
        assertThat(symptom.logs()).isNotEmpty();
    }

    @Test
    void howOftenAHookMayCrashIsForItsJobToSay() {
        Symptom symptom = symptom(job("active: 1"), crashingPod("migrate", "Job-polls", ""));

        assertThat(symptom.isDefinite()).isFalse();
    }

    @Test
    void aHookThatTheClusterNamesIsFoundByTheBeginningOfItsName() {
        ResourceIdentity hook = new ResourceIdentity("batch/v1", "Job", new Namespace("polls"), "migrate-");
        String yaml = """
                apiVersion: batch/v1
                kind: Job
                metadata: {generateName: migrate-, name: migrate-%1$s}
                spec: {}
                status: {conditions: [{type: Failed, status: "True", reason: BackoffLimitExceeded}]}
                """;
        HasMetadata earlier = object(yaml.formatted("aaaaa"));
        HasMetadata present = object(yaml.formatted("bbbbb"));

        Symptom symptom = judge.judge(
                        hook,
                        snapshot(earlier, present, crashingPod("p", "Job-migrate-bbbbb", "")),
                        notYetApplied(earlier))
                .orElseThrow()
                .symptom()
                .orElseThrow();

        assertThat(symptom.cause().summary()).contains("pod p container web ended with exit code 3");
    }

    @Test
    void aSuspendedHookIsNamedSinceHelmWaitsForItsEnd() {
        HasMetadata suspended = job("");
        ((Job) suspended).getSpec().setSuspend(true);

        Symptom symptom = symptom(suspended);

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.STUCK);
        assertThat(symptom.grace()).contains(GracePeriods.USUAL.blocked());
    }

    private Symptom symptom(HasMetadata... objects) {
        return judge.judge(HOOK, snapshot(objects), notYetApplied())
                .orElseThrow()
                .symptom()
                .orElseThrow();
    }

    private static HasMetadata job(String status) {
        return object("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: polls}
                spec: {}
                status: {%s}
                """.formatted(status));
    }
}
