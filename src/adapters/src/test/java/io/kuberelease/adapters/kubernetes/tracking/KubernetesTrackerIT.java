package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Manifests.deployment;
import static io.kuberelease.adapters.kubernetes.tracking.Manifests.job;
import static io.kuberelease.adapters.kubernetes.tracking.Manifests.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.kuberelease.adapters.kubernetes.StagingCluster;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.port.Progress;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import io.kuberelease.port.ResourceTracker.Tracking;
import io.kuberelease.port.ResourceTracker.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each cause, and a rolling update, for real. */
class KubernetesTrackerIT {
    private static StagingCluster cluster;
    private static final ScheduledExecutorService TIMERS = Executors.newScheduledThreadPool(1);
    private static final ExecutorService IO = Executors.newCachedThreadPool();
    private static final GracePeriods SHORT = new GracePeriods(
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            1,
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));
    private final Recorder progress = new Recorder();

    @BeforeAll
    static void open() {
        cluster = new StagingCluster("tracker");
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
        TIMERS.shutdownNow();
        IO.shutdownNow();
    }

    @Test
    void aRollingUpdateIsReadyOnceOnlyTheNewRevisionIsLeft() throws Exception {
        String name = "rolling";
        assertThat(verdictOf(name, deployment(name, 2, shell("exec sleep 3600"))))
                .isInstanceOf(Verdict.Ready.class);

        Verdict second = verdictOf(name, deployment(name, 2, shell("exec sleep 3601")));

        assertThat(second).isInstanceOf(Verdict.Ready.class);
        assertThat(((Verdict.Ready) second).resources())
                .containsExactly(new ResourceStatus(deploymentOf(name), 2, 2, "", true));
        var status = cluster.client().apps().deployments().withName(name).get().getStatus();
        assertThat(status.getUpdatedReplicas()).isEqualTo(2);
        assertThat(status.getReplicas()).isEqualTo(2);
    }

    @Test
    void anImageThatDoesNotExistIsNamed() throws Exception {
        Cause cause = causeOf("bad-image", deployment("bad-image", 1, "image: busybox:9.99\n"));

        assertThat(cause.kind()).isEqualTo(CauseKind.IMAGE_PULL);
        assertThat(cause.summary()).contains("busybox:9.99").contains("not found");
        assertThat(cause.evidence()).isNotEmpty();
    }

    @Test
    void aCrashLoopIsNamedWithItsExitCodeAndLastLines() throws Exception {
        Cause cause = causeOf("crash", deployment("crash", 1, shell("echo no settings; exit 3")));

        assertThat(cause.kind()).isEqualTo(CauseKind.CRASH_LOOP);
        assertThat(cause.summary()).contains("exit code 3").contains("restarted 1 time");
        assertThat(cause.evidence()).anySatisfy(seen -> assertThat(seen.lines()).contains("no settings"));
    }

    @Test
    void aMissingSecretIsNamed() throws Exception {
        Cause cause = causeOf(
                "no-secret",
                deployment("no-secret", 1, shell("exec sleep 3600") + "envFrom: [{secretRef: {name: not-there}}]\n"));

        assertThat(cause.kind()).isEqualTo(CauseKind.CONTAINER_CONFIG);
        assertThat(cause.summary()).contains("not-there");
    }

    @Test
    void aPodThatNoNodeTakesIsNamed() throws Exception {
        Cause cause = causeOf(
                "too-big", deployment("too-big", 1, shell("exec sleep 3600") + "resources: {requests: {cpu: 900}}\n"));

        assertThat(cause.kind()).isEqualTo(CauseKind.UNSCHEDULABLE);
        assertThat(cause.summary()).contains("Insufficient cpu");
    }

    @Test
    void aQuotaIsNamed() throws Exception {
        cluster.apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: small}
                spec: {hard: {limits.memory: 1Mi}}
                """);
        try {
            Cause cause = causeOf(
                    "refused",
                    deployment("refused", 1, shell("exec sleep 3600") + "resources: {limits: {memory: 2Mi}}\n"));

            assertThat(cause.kind()).isEqualTo(CauseKind.QUOTA);
            assertThat(cause.summary()).contains("deployment/refused").contains("exceeded quota: small");
        } finally {
            cluster.client().resourceQuotas().withName("small").delete();
        }
    }

    @Test
    void aReadinessProbeIsNamedAtTheDeadline() throws Exception {
        Cause cause = causeOf(
                "unready",
                deployment(
                        "unready",
                        1,
                        shell("echo up; exec sleep 3600")
                                + "readinessProbe: {exec: {command: [sh, -c, \"echo nope; exit 1\"]}, periodSeconds: 1}\n"),
                Duration.ofSeconds(8));

        assertThat(cause.kind()).isEqualTo(CauseKind.PROBE);
        assertThat(cause.summary()).contains("readiness probe failed").contains("deployment/unready 0 of 1");
    }

    /** As Helm's own wait sees it: one end, or two, are no loop, and a Job says itself how often it may fail. */
    @Test
    void whatEndsTwiceBeforeItIsWellIsReadyAndALoopIsNot() throws Exception {
        String third = "echo try >> /tries/n; [ $(wc -l < /tries/n) -ge 3 ] || exit 1; ";
        ResourceIdentity job = cluster.resource("batch/v1", "Job", "third");
        ResourceIdentity app = deploymentOf("third");
        ResourceIdentity gaveUp = cluster.resource("batch/v1", "Job", "gave-up");
        try (Tracking waits = track(List.of(app, job), GracePeriods.USUAL);
                Tracking givesUp = track(List.of(gaveUp), GracePeriods.USUAL);
                Tracking loops = track(List.of(deploymentOf("loop")), GracePeriods.USUAL)) {
            cluster.apply(withTries(deployment("third", 1, shell(third + "exec sleep 3600"))
                    + "          volumeMounts: [{name: tries, mountPath: /tries}]\n"));
            cluster.apply(withTries(job("third", third + "exit 0")
                            .replace("backoffLimit: 0", "backoffLimit: 4")
                            .replace("Never", "OnFailure")
                    + "          volumeMounts: [{name: tries, mountPath: /tries}]\n"));
            cluster.apply(deployment("loop", 1, shell("echo no settings; exit 3")));
            cluster.apply(job("gave-up", "echo relation missing; exit 7")
                    .replace("backoffLimit: 0", "backoffLimit: 1")
                    .replace("Never", "OnFailure"));
            waits.applied();
            loops.applied();
            givesUp.applied();

            Cause limit = cause(givesUp);
            assertThat(limit.summary())
                    .contains("job/gave-up failed: BackoffLimitExceeded")
                    .contains("exit code 7");
            assertThat(limit.evidence())
                    .anySatisfy(seen -> assertThat(seen.lines()).contains("relation missing"));
            assertThat(verdict(waits)).isInstanceOf(Verdict.Ready.class);
            Cause cause = cause(loops);
            assertThat(cause.summary()).contains("exit code 3").contains("restarted 3 times");
            assertThat(cause.evidence())
                    .anySatisfy(seen -> assertThat(seen.lines()).contains("no settings"));
        } finally {
            cluster.client().apps().deployments().withName("loop").delete();
        }
    }

    private static String withTries(String yaml) {
        return yaml.stripTrailing() + "\n      volumes: [{name: tries, emptyDir: {}}]\n";
    }

    @Test
    void whatNobodyEndsIsNamedWithAWayOut() throws Exception {
        ResourceIdentity set = cluster.resource("apps/v1", "StatefulSet", "claims");
        try (Tracking paused = track(List.of(deploymentOf("paused")), SHORT);
                Tracking claims = track(List.of(set), SHORT);
                Tracking probe = track(List.of(deploymentOf("no-curl")), SHORT)) {
            cluster.apply(deployment("paused", 1, shell("exec sleep 3600"))
                    .replace("  replicas: 1", "  replicas: 1\n  paused: true"));
            cluster.apply(statefulSet("claims", "exec sleep 3600", "true")
                    + "  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce],"
                    + " resources: {requests: {storage: 1Mi}}}}]\n");
            cluster.apply(deployment(
                    "no-curl",
                    1,
                    shell("exec sleep 3600")
                            + "readinessProbe: {exec: {command: [curl, localhost]}, periodSeconds: 1}\n"));
            paused.applied();
            claims.applied();
            probe.applied();

            assertThat(cause(paused).suggestion().orElseThrow()).contains("rollout resume deployment/paused");
            assertThat(cause(claims).summary())
                    .contains("persistentvolumeclaim/data-claims-0")
                    .contains("no storage class is set");
            assertThat(cause(probe).summary())
                    .contains("readiness probe can't be run")
                    .contains("\"curl\"");
        } finally {
            cluster.client().apps().statefulSets().withName("claims").delete();
            cluster.client().apps().deployments().withName("paused").delete();
            cluster.client().apps().deployments().withName("no-curl").delete();
        }
    }

    @Test
    void aPodThatABadRevisionHasLeftIsNotInTheWayOfTheNext() throws Exception {
        ResourceIdentity set = cluster.resource("apps/v1", "StatefulSet", "freed");
        try (Tracking good = track(List.of(set), SHORT)) {
            cluster.apply(statefulSet("freed", "exec sleep 3600", "true"));
            good.applied();
            assertThat(verdict(good)).isInstanceOf(Verdict.Ready.class);
        }
        cluster.apply(statefulSet("freed", "exec sleep 3600", "false"));
        cluster.client()
                .pods()
                .withName("freed-0")
                .waitUntilCondition(KubernetesTrackerIT::runsUnready, 60, TimeUnit.SECONDS);

        try (Tracking mended = track(List.of(set), SHORT)) {
            cluster.apply(statefulSet("freed", "exec sleep 3600", "true"));
            mended.applied();

            assertThat(verdict(mended)).isInstanceOf(Verdict.Ready.class);
            assertThat(progress.lines)
                    .anySatisfy(line -> assertThat(line).contains("pod freed-0").contains("deleted"));
        }
    }

    private static boolean runsUnready(Pod pod) {
        return pod != null
                && pod.getMetadata().getDeletionTimestamp() == null
                && "false"
                        .equals(pod.getSpec()
                                .getContainers()
                                .get(0)
                                .getReadinessProbe()
                                .getExec()
                                .getCommand()
                                .get(0))
                && "Running".equals(pod.getStatus().getPhase());
    }

    private static String statefulSet(String name, String script, String probe) {
        return deployment(
                        name,
                        1,
                        shell(script) + "readinessProbe: {exec: {command: [\"" + probe + "\"]}, periodSeconds: 1}\n")
                .replace("kind: Deployment", "kind: StatefulSet")
                .replace("  replicas: 1", "  replicas: 1\n  serviceName: " + name);
    }

    private Tracking track(List<ResourceIdentity> resources, GracePeriods gracePeriods) {
        return new KubernetesTracker(cluster.clusters(), gracePeriods, TIMERS, IO, Clock.systemUTC())
                .track(
                        new TrackRequest(cluster.target(), resources, List.of()),
                        cluster.control("r-" + resources.get(0).name(), Duration.ofSeconds(60), progress));
    }

    private static Verdict verdict(Tracking tracking) throws Exception {
        return tracking.verdict().toCompletableFuture().get(70, TimeUnit.SECONDS);
    }

    @Test
    void aStartupProbeThatKillsIsNamed() throws Exception {
        Cause cause = causeOf(
                "slow",
                deployment(
                        "slow",
                        1,
                        shell("echo slow; exec sleep 3600")
                                + "startupProbe: {exec: {command: [\"false\"]}, periodSeconds: 1, failureThreshold: 2}\n"));

        assertThat(cause.kind()).isEqualTo(CauseKind.PROBE);
        assertThat(cause.summary()).contains("startup probe failed").contains("killed");
    }

    @Test
    void aFailedHookIsNamedWithItsLogThoughItIsDeletedAtOnce() throws Exception {
        ResourceIdentity hook = cluster.resource("batch/v1", "Job", "migrate");
        try (Tracking tracking = tracker()
                .track(
                        new TrackRequest(cluster.target(), List.of(), List.of(hook)),
                        cluster.control("r-hook", Duration.ofSeconds(60), progress))) {
            cluster.apply(job("migrate", "echo relation missing; exit 7"));
            cluster.client()
                    .batch()
                    .v1()
                    .jobs()
                    .withName("migrate")
                    .waitUntilCondition(KubernetesTrackerIT::hasFailed, 60, TimeUnit.SECONDS);
            cluster.client()
                    .batch()
                    .v1()
                    .jobs()
                    .withName("migrate")
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();

            Cause cause = cause(tracking);

            assertThat(cause.kind()).isEqualTo(CauseKind.HOOK_FAILED);
            assertThat(cause.summary()).contains("hook job/migrate").contains("exit code 7");
            assertThat(cause.evidence())
                    .anySatisfy(seen -> assertThat(seen.lines()).contains("relation missing"));
            assertThat(progress.lines).contains("job/migrate: relation missing");
        }
    }

    private static boolean hasFailed(Job job) {
        return job != null
                && job.getStatus() != null
                && job.getStatus().getConditions().stream().anyMatch(it -> "Failed".equals(it.getType()));
    }

    private Cause causeOf(String name, String yaml) throws Exception {
        return causeOf(name, yaml, Duration.ofSeconds(60));
    }

    private Cause causeOf(String name, String yaml, Duration within) throws Exception {
        try (Tracking tracking = track(name, within)) {
            cluster.apply(yaml);
            tracking.applied();
            return cause(tracking);
        } finally {
            cluster.client().apps().deployments().withName(name).delete();
        }
    }

    private Verdict verdictOf(String name, String yaml) throws Exception {
        try (Tracking tracking = track(name, Duration.ofSeconds(60))) {
            cluster.apply(yaml);
            tracking.applied();
            return tracking.verdict().toCompletableFuture().get(70, TimeUnit.SECONDS);
        }
    }

    private Tracking track(String name, Duration within) {
        return tracker()
                .track(
                        new TrackRequest(cluster.target(), List.of(deploymentOf(name)), List.of()),
                        cluster.control("r-" + name, within, progress));
    }

    private static Cause cause(Tracking tracking) throws Exception {
        Verdict verdict = tracking.verdict().toCompletableFuture().get(70, TimeUnit.SECONDS);
        assertThat(verdict).isInstanceOf(Verdict.NotReady.class);
        return ((Verdict.NotReady) verdict).cause();
    }

    private static KubernetesTracker tracker() {
        return new KubernetesTracker(cluster.clusters(), SHORT, TIMERS, IO, Clock.systemUTC());
    }

    private static ResourceIdentity deploymentOf(String name) {
        return cluster.resource("apps/v1", "Deployment", name);
    }

    /** Keeps what it is told. */
    private static final class Recorder implements Progress {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void log(String source, String line) {
            lines.add(source + ": " + line);
        }

        @Override
        public void resource(ResourceStatus status) {
            lines.add(status.resource().display() + " " + status.current() + " of " + status.wanted() + " "
                    + status.message());
        }

        @Override
        public void note(String text) {
            lines.add(text);
        }
    }
}
