package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.crashingPod;
import static io.kuberelease.adapters.kubernetes.tracking.Given.deployment;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.replicaSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import io.kuberelease.port.ResourceTracker.Tracking;
import io.kuberelease.port.ResourceTracker.Verdict;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rollout whose watches are cut off, or lag behind: what they show is an old state. */
class CutWatchTest {
    private static final ResourceIdentity DEPLOYMENT = identity("apps/v1", "Deployment");
    private static final String NOT_READY = "observedGeneration: 2, replicas: 3, updatedReplicas: 3";
    private static final String READY = NOT_READY + ", readyReplicas: 3, availableReplicas: 3";

    private static final int WITHIN_SECONDS = 120;
    private static final HasMetadata CRASHING = crashingPod("polls-new-1", "ReplicaSet-polls-new", "");

    private final WatchedApiServer server = new WatchedApiServer();
    private final KubernetesClient client = server.client();
    private final PatientTimers timers = new PatientTimers();
    private final ExecutorService io = Executors.newCachedThreadPool();

    /** Keeps what is to be done at the deadline until a test wants it, however slow the machine is. */
    private static final class PatientTimers extends ScheduledThreadPoolExecutor {
        private final Queue<Runnable> late = new ConcurrentLinkedQueue<>();

        PatientTimers() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            if (unit.toSeconds(delay) < WITHIN_SECONDS / 2) {
                return super.schedule(task, delay, unit);
            }
            late.add(task);
            return super.schedule(() -> {}, delay, unit);
        }
    }

    CutWatchTest() throws IOException {}

    @AfterEach
    void leaveNothing() {
        timers.shutdownNow();
        io.shutdownNow();
        client.close();
        server.close();
    }

    @Test
    void aCrashThatIsOverWhenTheClusterAnswersAgainFailsNothing() throws Exception {
        try (Tracking tracking = applied()) {
            server.refusesReads();
            server.tells(CRASHING);
            server.awaitRead(shown());
            server.goesAway();
            server.has(ready());
            server.lost(CRASHING);
            server.isBack();

            assertThat(verdict(tracking)).isInstanceOf(Verdict.Ready.class);
        }
    }

    @Test
    void aCrashThatOnlyALaggingWatchShowsFailsNothing() throws Exception {
        try (Tracking tracking = applied()) {
            server.has(ready());
            server.tells(CRASHING);
            server.awaitRead(shown());
            server.tells(ready());

            assertThat(verdict(tracking)).isInstanceOf(Verdict.Ready.class);
        }
    }

    @Test
    void aCrashThatTheClusterConfirmsFails() throws Exception {
        try (Tracking tracking = applied()) {
            server.tells(CRASHING);

            assertThat(verdict(tracking)).isInstanceOfSatisfying(Verdict.NotReady.class, failed -> assertThat(
                            failed.cause().kind())
                    .isEqualTo(CauseKind.CRASH_LOOP));
        }
    }

    @Test
    void aClusterThatIsAwayAtTheDeadlineIsTheWorldsFaultAndNotTheApps() throws Exception {
        try (Tracking tracking = applied()) {
            server.refusesReads();
            server.tells(CRASHING);
            server.awaitRead(shown());
            server.goesAway();
            timers.late.remove().run();

            assertThatThrownBy(() -> verdict(tracking))
                    .cause()
                    .isInstanceOfSatisfying(
                            ReleaseException.Errored.class,
                            errored -> assertThat(errored.reason().kind()).isEqualTo(CauseKind.UNAVAILABLE));
        }
    }

    /** A rollout under way, of which everything has been applied. */
    private Tracking applied() throws InterruptedException {
        server.has(shown());
        server.has(replicaSet("polls-new", 2, ""));
        RolloutTracking tracking = new RolloutTracking(
                new TrackRequest(
                        new Target("staging", Optional.empty(), new Namespace("polls")),
                        List.of(DEPLOYMENT),
                        List.of()),
                control(),
                new TrackerContext(GracePeriods.USUAL, timers, io, InstantSource.system()),
                new SharedWatches(),
                client);
        tracking.begin();
        tracking.applied();
        server.awaitRead(shown());
        return tracking;
    }

    private static Verdict verdict(Tracking tracking) throws Exception {
        return tracking.verdict().toCompletableFuture().get(40, TimeUnit.SECONDS);
    }

    private static StageControl control() {
        return new StageControl(
                new ReleaseId("r-1"),
                new StageId("staging.deploy"),
                Instant.now().plusSeconds(WITHIN_SECONDS),
                false,
                Cancellation.NEVER,
                Progress.SILENT);
    }

    private static HasMetadata shown() {
        return deployment(NOT_READY);
    }

    private static HasMetadata ready() {
        HasMetadata ready = deployment(READY);
        ready.getMetadata().setResourceVersion("300");
        return ready;
    }
}
