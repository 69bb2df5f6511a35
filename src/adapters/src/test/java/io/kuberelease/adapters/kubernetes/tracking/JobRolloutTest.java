package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.applied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.crashingPod;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static io.kuberelease.adapters.kubernetes.tracking.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How far a Job has come, which may fail as often as it says. */
class JobRolloutTest {
    private static final ResourceIdentity JOB = identity("batch/v1", "Job");
    private final RolloutJudge judge = new RolloutJudge(GracePeriods.USUAL);

    @Test
    void aJobIsReadyOnceCompleteAndFailsOnceItsControllerSaysSo() {
        ResourceIdentity job = identity("batch/v1", "Job");
        String yaml = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: polls}
            spec: {}
            status: {failed: 1, conditions: [{type: %s, status: "True", reason: BackoffLimitExceeded}]}
            """;

        assertThat(status(job, object(yaml.formatted("Complete"))).ready()).isTrue();
        assertThat(status(job, object(yaml.formatted("Suspended"))).ready()).isFalse();
        assertThat(judge.judge(job, snapshot(object(yaml.formatted("Failed"))), applied())
                        .orElseThrow()
                        .symptom()
                        .orElseThrow()
                        .cause()
                        .summary())
                .contains("BackoffLimitExceeded");
    }

    @Test
    void howOftenAJobMayFailIsForTheJobToSay() {
        HasMetadata job = object("""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: polls}
            spec: {backoffLimit: 9}
            status: {active: 1}
            """);

        assertThat(judge.judge(JOB, snapshot(job, crashingPod("p", "Job-polls", "")), applied())
                        .orElseThrow()
                        .symptom()
                        .orElseThrow()
                        .grace())
                .isEmpty();
    }

    @Test
    void aSuspendedJobIsReadyAndSaysThatItIsSuspended() {
        ResourceStatus status = status(JOB, object("""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: polls}
            spec: {suspend: true}
            """));

        assertThat(status.ready()).isTrue();
        assertThat(status.message()).contains("suspended");
    }

    @Test
    void aJobThatIsRemovedAtOnceIsWhatItsEndWas() {
        HasMetadata complete = object("""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: polls}
            spec: {ttlSecondsAfterFinished: 0}
            status: {succeeded: 1, conditions: [{type: Complete, status: "True"}]}
            """);
        HasMetadata unseen = object("""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: polls}
            spec: {ttlSecondsAfterFinished: 0}
            status: {active: 1}
            """);

        assertThat(judge.judge(JOB, gone(complete), applied())
                        .orElseThrow()
                        .status()
                        .ready())
                .isTrue();
        Symptom symptom = judge.judge(JOB, gone(unseen), applied())
                .orElseThrow()
                .symptom()
                .orElseThrow();
        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.STUCK);
        assertThat(symptom.cause().suggestion().orElseThrow()).contains("ttlSecondsAfterFinished");
    }

    private static Snapshot gone(HasMetadata object) {
        return new Snapshot(List.of(object), Set.of(object.getMetadata().getUid()), Map.of());
    }

    private ResourceStatus status(ResourceIdentity resource, HasMetadata object) {
        return judge.judge(resource, snapshot(object), applied()).orElseThrow().status();
    }
}
