package io.kuberelease.adapters.kubernetes.diagnosis;

import static io.kuberelease.adapters.kubernetes.diagnosis.Pods.crashLooping;
import static io.kuberelease.adapters.kubernetes.diagnosis.Pods.crashed;
import static io.kuberelease.adapters.kubernetes.diagnosis.Pods.event;
import static io.kuberelease.adapters.kubernetes.diagnosis.Pods.running;
import static io.kuberelease.adapters.kubernetes.diagnosis.Pods.unscheduled;
import static io.kuberelease.adapters.kubernetes.diagnosis.Pods.waiting;
import static io.kuberelease.adapters.kubernetes.diagnosis.Pods.withContainer;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodDiagnosisTest {
    private final PodDiagnosis diagnosis = new PodDiagnosis(GracePeriods.USUAL);

    @Test
    void anImageThatDoesNotExistIsCertainAtOnce() {
        Symptom symptom = symptom(waiting(
                "ErrImagePull",
                "rpc error: code = NotFound desc = failed to resolve reference \"r/polls:9\": r/polls:9: not found"));

        assertThat(symptom.isDefinite()).isTrue();
        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.IMAGE_PULL);
        assertThat(symptom.cause().summary())
                .startsWith("pod polls-1 container web: image registry/polls:1 can't be pulled: failed to resolve")
                .endsWith("not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to authorize: 401 Unauthorized",
                "pull access denied, repository does not exist or may require authorization",
                "Back-off pulling image \"x\": ErrImagePull: rpc error: code = NotFound desc = x: not found",
                "no match for platform in manifest: not found"
            })
    void aRefusalOfTheRegistryIsCertainAtOnce(String message) {
        assertThat(symptom(waiting("ImagePullBackOff", message)).isDefinite()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dial tcp 10.0.0.1:443: connect: connection refused",
                "unexpected status: 503 Service Unavailable",
                "429 Too Many Requests - toomanyrequests: access denied for now",
                "dial tcp: lookup registry.example: no such host"
            })
    void aRegistryThatDoesNotAnswerIsGivenTime(String message) {
        assertThat(symptom(waiting("ErrImagePull", message)).grace()).contains(Duration.ofSeconds(60));
    }

    @Test
    void whyAPullFailedIsTakenFromTheEventWhereTheStatusDoesNotSay() {
        Pod pod = waiting("ImagePullBackOff", "Back-off pulling image \"registry/polls:1\"");

        Symptom symptom = symptom(
                pod,
                event(
                        "Failed",
                        "Failed to pull image \"registry/polls:1\": rpc error: code = NotFound desc = gone: not found"));

        assertThat(symptom.isDefinite()).isTrue();
        assertThat(symptom.cause().summary()).endsWith("can't be pulled: gone: not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ContainerCreating", "PodInitializing"})
    void anImageThatDoesNotExistIsTakenFromTheEventBeforeTheStatusSaysSo(String reason) {
        Symptom symptom = symptom(
                waiting(reason, ""), event("Failed", "Failed to pull image \"registry/polls:1\": gone: not found"));

        assertThat(symptom.isDefinite()).isTrue();
        assertThat(symptom.cause().summary()).endsWith("can't be pulled: gone: not found");
    }

    @Test
    void anImageThatWasPulledAtTheSecondTryIsNoMatterAnyMore() {
        assertThat(found(
                        waiting("ContainerCreating", ""),
                        event("Failed", "Failed to pull image \"registry/polls:1\": EOF"),
                        event("Failed", "Error: ErrImagePull"),
                        event("Pulled", "Successfully pulled image \"registry/polls:1\"")))
                .isEmpty();
    }

    @Test
    void aMissingSecretIsTakenFromTheEventBeforeTheStatusSaysSo() {
        Symptom symptom = symptom(
                waiting("ContainerCreating", ""),
                event("Pulled", "already present"),
                event("Failed", "Error: secret \"a\" not found"));

        assertThat(symptom.grace()).contains(GracePeriods.USUAL.containerConfig());
        assertThat(symptom.cause().summary())
                .isEqualTo("pod polls-1 container web can't be created: secret \"a\" not found");
    }

    @Test
    void theWordErrorWithinAnOldMessageOfAPullIsNoFaultOfTheConfiguration() {
        assertThat(found(
                        waiting("ContainerCreating", ""),
                        event("Failed", "Failed to pull image \"registry/polls:1\": proxy says Error: try again"),
                        event("Pulled", "Successfully pulled image \"registry/polls:1\"")))
                .isEmpty();
    }

    @Test
    void aContainerThatWasCreatedInTheEndIsNotBlamedForAnOldEvent() {
        assertThat(found(
                        waiting("ContainerCreating", ""),
                        event("Failed", "Error: secret \"a\" not found"),
                        event("Created", "Created container web")))
                .isEmpty();
    }

    @Test
    void thatNoNodeTakesAPodIsTakenFromTheEventBeforeTheConditionSaysSo() {
        Pod pod = Pods.pod(unchanged -> unchanged);

        Symptom symptom = symptom(pod, event("FailedScheduling", "0/1 nodes are available: 1 Insufficient memory."));

        assertThat(symptom.grace()).contains(GracePeriods.USUAL.unschedulable());
        assertThat(symptom.cause().summary()).contains("no node takes pod polls-1: 0/1 nodes are available");
    }

    @Test
    void aPodThatHasGotItsNodeIsNotBlamedForAnOldEvent() {
        Pod pod = Pods.pod(taken -> taken.withNewSpec().withNodeName("n").endSpec());

        assertThat(found(pod, event("FailedScheduling", "0/1 nodes are available: 1 Insufficient memory.")))
                .isEmpty();
    }

    @Test
    void aCrashLoopIsNamedWithExitCodeRestartsAndBothLogs() {
        Symptom symptom = symptom(crashLooping(3, "Error", 3));

        assertThat(symptom.isDefinite()).isTrue();
        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.CRASH_LOOP);
        assertThat(symptom.cause().summary())
                .isEqualTo("pod polls-1 container web ended with exit code 3, restarted 3 times");
        assertThat(symptom.logs()).extracting(ContainerLog::previous).containsExactly(true, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aProgramThatEndsAFewTimesMayYetFindWhatItWaitsFor(int restarts) {
        assertThat(symptom(crashLooping(3, "Error", restarts)).grace()).isEmpty();
        assertThat(symptom(crashed(3, restarts)).grace()).isEmpty();
    }

    @Test
    void aFourthEndIsACrashLoopBeforeTheKubeletCallsItOne() {
        Symptom symptom = symptom(crashed(3, 3));

        assertThat(symptom.isDefinite()).isTrue();
        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.CRASH_LOOP);
    }

    @Test
    void aContainerThatRunsAgainIsNoCrashLoop() {
        Pod again = withContainer(container -> container
                .withRestartCount(4)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(3)
                .endTerminated()
                .endLastState());

        assertThat(symptom(again).isDefinite()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {126, 127})
    void aProgramThatIsNotInTheImageIsNotThereAtTheNextStart(int exitCode) {
        assertThat(symptom(crashed(exitCode, 0)).isDefinite()).isFalse();
        assertThat(symptom(crashed(exitCode, 1)).isDefinite()).isTrue();
    }

    @Test
    void aProgramMayWaitForAnotherContainerOfItsPod() {
        Pod pod = new PodBuilder(crashLooping(1, "Error", 3))
                .editStatus()
                .addNewContainerStatus()
                .withName("db")
                .withReady(false)
                .withRestartCount(0)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();

        assertThat(symptom(pod).isDefinite()).isFalse();
    }

    @Test
    void aContainerKilledForMemoryIsSaidToBe() {
        assertThat(symptom(crashLooping(137, "OOMKilled", 3)).cause().summary()).contains("out of memory");
    }

    @Test
    void aCommandThatCannotBeStartedIsAFaultOfTheConfiguration() {
        assertThat(symptom(crashLooping(128, "StartError", 1)).cause().kind()).isEqualTo(CauseKind.CONTAINER_CONFIG);
    }

    @Test
    void aMissingSecretIsGivenTheTimeAnOperatorNeeds() {
        Symptom symptom = symptom(waiting("CreateContainerConfigError", "secret \"db\" not found"));

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.CONTAINER_CONFIG);
        assertThat(symptom.cause().summary()).endsWith("secret \"db\" not found");
        assertThat(symptom.grace()).contains(GracePeriods.USUAL.containerConfig());
    }

    @Test
    void aMissingSecretOfAVolumeIsTakenFromTheEvent() {
        Symptom symptom = symptom(
                waiting("ContainerCreating", ""),
                event("FailedMount", "MountVolume.SetUp failed for volume \"c\" : secret \"db\" not found"));

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.CONTAINER_CONFIG);
        assertThat(symptom.grace()).contains(GracePeriods.USUAL.containerConfig());
    }

    @Test
    void aPodThatNoNodeTakesIsGivenTheTimeAnAutoscalerNeedsToAnswer() {
        Symptom symptom = symptom(unscheduled("Unschedulable", "0/1 nodes are available: 1 Insufficient cpu."));

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.UNSCHEDULABLE);
        assertThat(symptom.cause().summary()).contains("1 Insufficient cpu");
        assertThat(symptom.grace()).contains(GracePeriods.USUAL.unschedulable());
    }

    @Test
    void anAutoscalersAnswerDecides() {
        Pod pod = unscheduled("Unschedulable", "0/1 nodes are available");

        assertThat(symptom(pod, event("TriggeredScaleUp", "pod triggered scale-up"))
                        .grace())
                .isEmpty();
        assertThat(symptom(pod, event("NotTriggerScaleUp", "no node group fits"))
                        .isDefinite())
                .isTrue();
    }

    @Test
    void aReadinessProbeThatFailsIsNamedButMayYetSucceed() {
        Symptom symptom = symptom(running(), event("Unhealthy", "Readiness probe failed: statuscode: 500"));

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.PROBE);
        assertThat(symptom.cause().summary()).contains("readiness probe failed: statuscode: 500");
        assertThat(symptom.grace()).isEmpty();
    }

    @Test
    void aContainerThatAProbeKilledMayDoBetterInItsNextRunAndNotForever() {
        Event failed = event("Unhealthy", "Startup probe failed: connection refused");
        Event killed = event("Killing", "Container web failed startup probe, will be restarted");

        assertThat(symptom(running(), failed, killed).isDefinite()).isFalse();
        Symptom again = symptom(crashLooping(137, "Error", 3), failed, killed);
        assertThat(again.isDefinite()).isTrue();
        assertThat(again.cause().kind()).isEqualTo(CauseKind.PROBE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec: \"curl\": executable file not found in $PATH: unknown",
                "exec: \"/ask\": stat /ask: no such file or directory: unknown",
                "exec: \"/ask\": permission denied: unknown",
            })
    void aProbeWhoseProgramIsNotInTheImageIsNamedOnceHoweverOftenItIsTried(String why) {
        Event first = event("Unhealthy", errored("1f".repeat(32), why));
        Event second = event("Unhealthy", errored("a0".repeat(32), why));

        Symptom symptom = symptom(running(), first, second);

        assertThat(symptom.grace()).contains(GracePeriods.USUAL.containerConfig());
        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.PROBE);
        assertThat(symptom.cause().summary()).contains("the program of its readiness probe can't be run: ");
        assertThat(symptom.cause().summary())
                .isEqualTo(symptom(running(), first).cause().summary());
        assertThat(symptom.cause().evidence().get(0).lines())
                .singleElement()
                .asString()
                .endsWith(" (2 times)");
    }

    private static String errored(String id, String why) {
        return "Readiness probe errored: rpc error: code = Unknown desc = failed to exec in container: failed to start exec \""
                + id + "\": OCI runtime exec failed: exec failed: unable to start container process: " + why;
    }

    @Test
    void aProbeThatFailsFromAnotherPortEachTimeIsOneCause() {
        String words =
                "Readiness probe failed: Get \"http://10.1.0.5:80/\": read tcp 10.1.0.1:%d->10.1.0.5:80: read: reset";

        assertThat(symptom(running(), event("Unhealthy", words.formatted(40001)))
                        .cause())
                .isEqualTo(symptom(running(), event("Unhealthy", words.formatted(50002)))
                        .cause());
    }

    @Test
    void aClaimWithoutAClassIsNamedAndNotWhatThePodRequests() {
        Pod pod = claiming("data");

        Symptom symptom = symptom(
                pod,
                ofClaim(
                        "data",
                        "FailedBinding",
                        "no persistent volumes available for this claim and no storage class is set"));

        assertThat(symptom.grace()).contains(GracePeriods.USUAL.containerConfig());
        assertThat(symptom.cause().summary())
                .contains("persistentvolumeclaim/data")
                .contains("no storage class is set");
        assertThat(symptom.cause().suggestion().orElseThrow())
                .contains("storageClassName")
                .doesNotContain("lower");
    }

    @Test
    void aClaimOfAClassThatTheClusterLacksIsNamed() {
        Symptom symptom = symptom(
                claiming("data"),
                ofClaim("data", "ProvisioningFailed", "storageclass.storage.k8s.io \"fast\" not found"));

        assertThat(symptom.grace()).contains(GracePeriods.USUAL.containerConfig());
        assertThat(symptom.cause().summary()).contains("\"fast\" not found");
    }

    @Test
    void aVolumeThatIsBeingMadeIsWaitedFor() {
        Symptom symptom = symptom(claiming("data"), ofClaim("other", "FailedBinding", "no storage class is set"));

        assertThat(symptom.grace()).isEmpty();
        assertThat(symptom.cause().summary()).contains("persistentvolumeclaim/data");
        assertThat(symptom.cause().suggestion().orElseThrow()).doesNotContain("lower");
    }

    @Test
    void whatTheClusterWarnedOfIsEvidence() {
        Symptom symptom = symptom(running(), event("Unhealthy", "Readiness probe failed:\n no"));

        assertThat(symptom.cause().evidence())
                .containsExactly(
                        new Evidence("events of pod polls-1", List.of("Unhealthy: Readiness probe failed: no")));
    }

    @Test
    void aPodThatIsEndingOrReadySuffersFromNothing() {
        Pod ending = new PodBuilder(crashLooping(1, "Error", 5))
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();
        Pod ready = new PodBuilder(crashLooping(1, "Error", 5))
                .editStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();

        assertThat(diagnosis.symptom(ending, List.of())).isEmpty();
        assertThat(diagnosis.symptom(ready, List.of())).isEmpty();
    }

    @Test
    void eventsOfOtherPodsAreLeftAside() {
        Event other = event("Unhealthy", "Readiness probe failed");
        other.getInvolvedObject().setUid("uid-2");

        assertThat(diagnosis.symptom(running(), List.of(other))).isEmpty();
    }

    @Test
    void aQuotaIsToldFromAPolicy() {
        CreationDiagnosis creation = new CreationDiagnosis(GracePeriods.USUAL);

        assertThat(creation.symptom("deployment/polls", "u", "pods \"p\" is forbidden: exceeded quota: q", false)
                        .cause()
                        .kind())
                .isEqualTo(CauseKind.QUOTA);
        assertThat(creation.symptom("deployment/polls", "u", "violates PodSecurity \"restricted\"", false)
                        .cause()
                        .kind())
                .isEqualTo(CauseKind.REFUSED);
        assertThat(creation.symptom("deployment/polls", "u", "exceeded quota", true)
                        .grace())
                .isEqualTo(Optional.empty());
    }

    private static Pod claiming(String claim) {
        return new PodBuilder(unscheduled(
                        "Unschedulable", "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims."))
                .withNewSpec()
                .addNewVolume()
                .withName("v")
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .endVolume()
                .endSpec()
                .build();
    }

    private static Event ofClaim(String claim, String reason, String message) {
        Event event = event(reason, message);
        event.getInvolvedObject().setKind("PersistentVolumeClaim");
        event.getInvolvedObject().setName(claim);
        event.getInvolvedObject().setUid("uid-claim");
        return event;
    }

    private Optional<Symptom> found(Pod pod, Event... events) {
        return diagnosis.symptom(pod, List.of(events));
    }

    private Symptom symptom(Pod pod, Event... events) {
        return diagnosis.symptom(pod, List.of(events)).orElseThrow();
    }
}
