package io.kuberelease.adapters.kubernetes.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.kuberelease.adapters.kubernetes.StagingCluster;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.EnvironmentLock.Held;
import io.kuberelease.port.Progress;
import io.kuberelease.testkit.contract.EnvironmentLockContract;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two programs and one lock, on a real cluster. */
class KubernetesLockIT implements EnvironmentLockContract {
    private static StagingCluster cluster;
    private final List<Program> running = new ArrayList<>();
    private final Program first = new Program();
    private final Program second = new Program();
    private final Program third = new Program();
    private EnvironmentSpec environment;
    private static int tests;

    @BeforeAll
    static void open() {
        cluster = new StagingCluster("lock");
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void anAppOfItsOwn() {
        tests++;
        environment = cluster.environment("polls-" + tests);
    }

    @AfterEach
    void end() {
        running.forEach(Program::die);
    }

    @Override
    public EnvironmentLock program() {
        return new Program().lock;
    }

    @Override
    public EnvironmentSpec lockable(String suffix) {
        return cluster.environment(environment.app() + "-" + suffix);
    }

    @Test
    void theLockIsHandedOverInOrderWithAGrowingToken() throws Exception {
        long firstToken = first.acquire("r1").get(10, TimeUnit.SECONDS).token();
        CompletableFuture<Held> secondHeld = second.acquire("r2");
        second.awaitNote("held by release r1 of ada since");
        CompletableFuture<Held> thirdHeld = third.acquire("a3");
        third.awaitNote("1 waiting before");

        first.lock.release(environment, new ReleaseId("r1"));

        assertThat(secondHeld.get(30, TimeUnit.SECONDS).token()).isEqualTo(firstToken + 1);
        assertThat(thirdHeld).isNotDone();
        second.lock.release(environment, new ReleaseId("r2"));
        assertThat(thirdHeld.get(30, TimeUnit.SECONDS).token()).isEqualTo(firstToken + 2);
    }

    @Test
    void aReleaseAdoptsTheLockThatItHoldsAlready() throws Exception {
        long token = first.acquire("r1").get(10, TimeUnit.SECONDS).token();
        first.die();

        // Sooner than the lease of the one that died could have expired: adopted, not waited for.
        assertThat(second.acquire("r1").get(8, TimeUnit.SECONDS).token()).isEqualTo(token);
    }

    @Test
    void theLockOfAHolderThatDiedExpiresAndNotBefore() throws Exception {
        first.acquire("r1").get(10, TimeUnit.SECONDS);
        first.die();
        long died = System.nanoTime();

        second.acquire("r2").get(40, TimeUnit.SECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - died)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(35));
    }

    @Test
    void aHolderThatLivesKeepsTheLockBeyondItsDuration() throws Exception {
        first.acquire("r1").get(10, TimeUnit.SECONDS);

        assertThatThrownBy(() -> second.acquire("r2", Duration.ofSeconds(20)).get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.LOCKED);
                    assertThat(failed.reason().summary()).contains("held by release r1 of ada");
                });
    }

    @Test
    void nothingIsLeftBehindButTheLockItself() throws Exception {
        first.acquire("r1").get(10, TimeUnit.SECONDS);
        CompletableFuture<Held> waiting = second.acquire("r2");
        second.awaitNote("held by release r1");
        first.lock.release(environment, new ReleaseId("r1"));
        waiting.get(30, TimeUnit.SECONDS);
        second.lock.release(environment, new ReleaseId("r2"));

        cluster.client()
                .resources(Lease.class)
                .inNamespace(cluster.target().namespace().value())
                .withName("kube-release." + environment.app() + ".waiting.r2")
                .waitUntilCondition(lease -> lease == null, 5, TimeUnit.SECONDS);
    }

    /** A running kube-release, which can die. */
    private final class Program implements Progress {
        private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
        private final ExecutorService io = Executors.newCachedThreadPool();
        private final KubernetesLock lock = new KubernetesLock(cluster.clusters(), timers, io, Clock.systemUTC());
        private final List<String> notes = new CopyOnWriteArrayList<>();

        Program() {
            running.add(this);
        }

        CompletableFuture<Held> acquire(String release) {
            return acquire(release, Duration.ofSeconds(60));
        }

        CompletableFuture<Held> acquire(String release, Duration within) {
            return lock.acquire(environment, "ada", cluster.control(release, within, this))
                    .toCompletableFuture();
        }

        /** As kill -9 would: nothing is given back. */
        void die() {
            timers.shutdownNow();
            io.shutdownNow();
        }

        void awaitNote(String text) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            synchronized (notes) {
                while (notes.stream().noneMatch(note -> note.contains(text))) {
                    assertThat(System.nanoTime())
                            .as("waiting for note %s", text)
                            .isLessThan(end);
                    notes.wait(100);
                }
            }
        }

        @Override
        public void note(String text) {
            synchronized (notes) {
                notes.add(text);
                notes.notifyAll();
            }
        }

        @Override
        public void log(String source, String line) {}

        @Override
        public void resource(ResourceStatus status) {}
    }
}
