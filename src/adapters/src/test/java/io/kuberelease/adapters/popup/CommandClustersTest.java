package io.kuberelease.adapters.popup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.popup.PopUp.State;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.AppName;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ClusterSpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.testkit.HeardProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clusters of a real program, whatever happens to it and to us. */
class CommandClustersTest {
    private static final String SAME = "kr-polls-scratch-000001";

    @TempDir
    Path directory;

    private Provider provider;

    @BeforeEach
    void start() throws IOException {
        provider = new Provider(directory);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aClusterIsMadeOnceAndFoundByTheNextReleaseWhichPutsItsEndOff() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        provider.clusters().make(provider.spec(), provider.control(hearing(lines), Cancellation.NEVER));
        provider.now = provider.now.plus(Duration.ofHours(3));

        provider.clusters().make(provider.spec(), provider.control());

        assertThat(provider.calls()).singleElement().asString().startsWith("create kr-polls-scratch-");
        assertThat(lines).contains("says create");
        assertThat(provider.clusters().all()).singleElement().satisfies(made -> {
            assertThat(made.state()).isEqualTo(State.READY);
            assertThat(made.until()).isEqualTo(provider.now.plus(Duration.ofHours(4)));
        });
        try (PopUpClusters reached = reached()) {
            assertThat(reached.clusterId(Provider.NAME.cluster())).isEqualTo("u-1");
            assertThat(reached.kubeconfig(target())).contains("127.0.0.1");
        }
    }

    @Test
    void whatCouldNotBeMadeIsDeletedAndItsLastLinesAreToldWithTheCommand() throws IOException {
        provider.let("create-fails");
        provider.let("lenient");

        assertThatThrownBy(() -> provider.clusters().make(provider.spec(), provider.control()))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().summary())
                            .contains("could not be made", "exit code 3", "provider create");
                    assertThat(failed.reason().evidence().get(0).lines()).contains("says create");
                });
        assertThat(provider.calls()).extracting(call -> call.split(" ", -1)[0]).containsExactly("create", "delete");
        assertThat(provider.clusters().all()).isEmpty();
    }

    @Test
    void whatHangsIsEndedWithItsChildrenWhenItsTimeIsOver() throws Exception {
        provider.let("create-hangs");
        provider.let("lenient");

        assertThatThrownBy(() -> provider.clusters().make(provider.spec(Duration.ofSeconds(1)), provider.control()))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.DEADLINE);
                    assertThat(failed.reason().summary()).contains("did not end within 1 s");
                });
        Optional<ProcessHandle> child = ProcessHandle.of(provider.child());
        if (child.isPresent()) {
            child.get().onExit().get(20, TimeUnit.SECONDS);
        }
        assertThat(provider.live()).isEmpty();
    }

    @Test
    void whatEndsWellWithoutAKubeconfigIsNoCluster() {
        ClusterSpec nothing = new ClusterSpec(
                Provider.NAME, List.of("true"), List.of("true"), Duration.ofHours(1), Duration.ofSeconds(10));

        assertThatThrownBy(() -> provider.clusters().make(nothing, provider.control()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("no kubeconfig was written to");
    }

    @Test
    void aProgramThatIsMissingIsNamedAndNothingIsLeft() {
        ClusterSpec missing = new ClusterSpec(
                Provider.NAME, List.of("no-such-kind"), List.of("true"), Duration.ofHours(1), Duration.ofSeconds(10));

        assertThatThrownBy(() -> provider.clusters().make(missing, provider.control()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("no-such-kind");
        assertThat(provider.clusters().all()).isEmpty();
    }

    /** Whatever was on the disk and at the provider when the process was killed. */
    @ParameterizedTest
    @CsvSource({
        // state, cluster is there, its kubeconfig, exit code of create, exit code of delete
        "MAKING, false, false, , ",
        "MAKING, true, false, , ",
        "MAKING, true, true, , ",
        "MAKING, true, true, 0, ",
        "MAKING, false, false, 3, ",
        "MAKING, true, false, 141, ",
        "READY, true, true, 0, ",
        "DELETING, true, true, 0, ",
        "DELETING, false, true, 0, 0",
        "DELETING, true, true, 0, 3"
    })
    void aKillAtAnyPointLeadsToOneCluster(
            State state, boolean there, boolean kubeconfig, Integer created, Integer deleted) throws Exception {
        left(state, there, kubeconfig, created, deleted);

        provider.clusters().make(provider.spec(), provider.control());

        assertThat(provider.live()).hasSize(1);
        assertThat(provider.clusters().all()).singleElement().satisfies(made -> assertThat(made.state())
                .isEqualTo(State.READY));
        if (state != State.DELETING) {
            assertThat(provider.live()).containsExactly(SAME);
        }
        assertThat(provider.calls()).doesNotHaveDuplicates();
        if (deleted != null && deleted == 0) {
            assertThat(provider.calls()).noneMatch(call -> call.startsWith("delete"));
        }
    }

    @Test
    void aCommandThatOutlivedItsReleaseIsWaitedForAndNotRunASecondTime() throws Exception {
        provider.let("create-waits");
        PopUp popUp = popUp(State.MAKING);
        PopUpStore store = provider.store();
        store.write(popUp);
        ClusterCommand orphan = new ClusterCommand(new Programs(provider.environment()), store, popUp, "create");
        CompletableFuture<Programs.Result> running =
                CompletableFuture.supplyAsync(() -> orphan.run(Duration.ofSeconds(30), Cancellation.NEVER, line -> {}));
        until(() -> !provider.calls().isEmpty());

        CompletableFuture<Void> made =
                CompletableFuture.runAsync(() -> provider.clusters().make(provider.spec(), provider.control()));
        provider.noMore("create-waits");

        made.get(20, TimeUnit.SECONDS);
        assertThat(running.get(20, TimeUnit.SECONDS).succeeded()).isTrue();
        assertThat(provider.calls()).containsExactly("create " + SAME);
    }

    @Test
    void twoReleasesAtOnceGetOneCluster() throws Exception {
        CompletableFuture<Void> one =
                CompletableFuture.runAsync(() -> provider.clusters().make(provider.spec(), provider.control()));
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(() -> provider.clusters().make(provider.spec(), provider.control()));

        CompletableFuture.allOf(one, other).get(30, TimeUnit.SECONDS);

        assertThat(provider.live()).hasSize(1);
    }

    @Test
    void aClusterThatDiedIsNamedAndNotReplacedBehindAnybodysBack() throws IOException {
        provider.clusters().make(provider.spec(), provider.control());
        provider.die();

        assertThatThrownBy(() -> provider.clusters()
                        .make(provider.spec(), provider.control().until(provider.now.plusSeconds(1))))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().summary()).contains("does not answer any more");
                    assertThat(failed.reason().suggestion().orElse("")).contains("clusters delete scratch");
                });
        assertThat(provider.live()).hasSize(1);
    }

    @Test
    void aClusterOfOtherCommandsIsNotTakenForTheOneThatIsMeant() {
        provider.clusters().make(provider.spec(), provider.control());
        ClusterSpec other = new ClusterSpec(
                Provider.NAME, List.of("true"), provider.spec().delete(), Duration.ofHours(1), Duration.ofSeconds(9));

        assertThatThrownBy(() -> provider.clusters().make(other, provider.control()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("by other commands");
    }

    @Test
    void theReaperDeletesWhatIsOverAndNothingElse() throws IOException {
        provider.clusters().make(provider.spec(), provider.control());

        assertThat(provider.clusters().reap(line -> {})).isEmpty();
        provider.now = provider.now.plus(Duration.ofHours(4));
        assertThat(provider.clusters().reap(line -> {}))
                .singleElement()
                .satisfies(reaped -> assertThat(reaped.problem()).isEmpty());

        assertThat(provider.live()).isEmpty();
        assertThat(provider.clusters().reap(line -> {})).isEmpty();
        try (PopUpClusters reached = reached()) {
            assertThatThrownBy(() -> reached.client(target()))
                    .hasMessageContaining("is not there")
                    .hasMessageContaining("its time was over");
        }
    }

    @Test
    void whatCouldNotBeDeletedStaysInTheListAndIsTriedAgain() throws IOException {
        provider.clusters().make(provider.spec(), provider.control());
        provider.ends();
        provider.now = provider.now.plus(Duration.ofHours(5));
        provider.let("delete-fails");

        assertThat(provider.clusters().reap(line -> {})).singleElement().satisfies(reaped -> assertThat(
                        reaped.problem().orElseThrow().summary())
                .contains("exit code 3"));
        assertThat(provider.clusters().all()).hasSize(1);
        provider.noMore("delete-fails");
        provider.clusters().reap(line -> {});

        assertThat(provider.live()).isEmpty();
        assertThat(provider.clusters().all()).isEmpty();
    }

    @Test
    void whatIsStoppedInTheMiddleIsKnownToTheReaper() throws Exception {
        provider.let("create-hangs");
        provider.let("lenient");
        CompletableFuture<Void> stop = new CompletableFuture<>();
        CompletableFuture<Void> made = CompletableFuture.runAsync(
                () -> provider.clusters().make(provider.spec(), provider.control(Progress.SILENT, toldBy(stop))));
        until(() -> Files.exists(directory.resolve("child")));
        stop.complete(null);

        assertThatThrownBy(() -> made.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(ReleaseException.Aborted.class);
        assertThat(provider.clusters().all()).singleElement().satisfies(half -> assertThat(half.state())
                .isEqualTo(State.MAKING));
        provider.now = provider.now.plus(Duration.ofHours(6));
        provider.clusters().reap(line -> {});
        assertThat(provider.clusters().all()).isEmpty();
    }

    @Test
    void aReleaseThatTakesLongerThanItsClustersTimeKeepsItAndPutsItsEndOff() throws IOException {
        ClusterUsers longRelease = new ClusterUsers(provider.store(), () -> provider.now);
        provider.clusters(longRelease).make(provider.spec(), provider.control());
        provider.now = provider.now.plus(Duration.ofHours(9));

        assertThat(provider.clusters().reap(line -> {})).isEmpty();
        assertThatThrownBy(() -> provider.clusters().delete(Provider.NAME, line -> {}, Cancellation.NEVER))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining(
                        "it is used now by process " + ProcessHandle.current().pid());
        provider.clusters().make(provider.spec(), provider.control());
        assertThat(provider.calls()).hasSize(1);
        provider.ends();
        longRelease.close();

        assertThat(provider.clusters().all()).singleElement().satisfies(made -> assertThat(made.until())
                .isEqualTo(provider.now.plus(Duration.ofHours(4))));
        assertThat(provider.clusters().reap(line -> {})).isEmpty();
        provider.now = provider.now.plus(Duration.ofHours(4));
        assertThat(provider.clusters().reap(line -> {})).hasSize(1);
    }

    @Test
    void whoOnlyAsksAClusterKeepsItMeanwhileAndPutsNothingOff() throws IOException {
        provider.clusters().make(provider.spec(), provider.control());
        provider.ends();
        Instant end = provider.clusters().all().get(0).until();
        ClusterUsers asking = new ClusterUsers(provider.store(), () -> provider.now);
        provider.now = provider.now.plus(Duration.ofHours(5));
        try (PopUpClusters reached = reached(asking)) {
            assertThat(reached.clusterId(Provider.NAME.cluster())).isEqualTo("u-1");
            assertThat(provider.clusters().reap(line -> {})).isEmpty();
        }
        asking.close();

        assertThat(provider.clusters().all().get(0).until()).isEqualTo(end);
        assertThat(provider.clusters().reap(line -> {})).hasSize(1);
    }

    @Test
    void aChangedTimeCountsForAClusterThatLives() throws IOException {
        provider.clusters().make(provider.spec(), provider.control());
        ClusterSpec shorter = new ClusterSpec(
                Provider.NAME,
                provider.spec().create(),
                provider.spec().delete(),
                Duration.ofMinutes(30),
                Duration.ofSeconds(7));

        provider.clusters().make(shorter, provider.control());

        assertThat(provider.clusters().all()).singleElement().satisfies(made -> {
            assertThat(made.until()).isEqualTo(provider.now.plus(Duration.ofMinutes(30)));
            assertThat(made.lifetime()).isEqualTo(Duration.ofMinutes(30));
            assertThat(made.within()).isEqualTo(Duration.ofSeconds(7));
        });
        assertThat(provider.calls()).hasSize(1);
    }

    @Test
    void aRecordThatCantBeReadIsToldAndHidesNoOther() throws IOException {
        provider.clusters().make(provider.spec(), provider.control());
        provider.ends();
        Path broken = Files.createDirectories(
                provider.store().directory(Provider.NAME).resolveSibling("polls.broken"));
        Files.writeString(broken.resolve("cluster.json"), "{\"app\": ");

        assertThat(provider.clusters().all()).hasSize(1);
        assertThat(provider.clusters().unreadable()).singleElement().satisfies(found -> {
            assertThat(found.name()).isEqualTo("polls.broken");
            assertThat(found.why().summary())
                    .contains(broken.resolve("cluster.json").toString());
        });
        provider.now = provider.now.plus(Duration.ofHours(5));
        assertThat(provider.clusters().reap(line -> {})).hasSize(1);
    }

    @Test
    void aClusterThatDiesInTheMiddleOfAReleaseIsNamedWheneverItIsAskedFor() {
        provider.clusters().make(provider.spec(), provider.control());
        assertThat(provider.clusters().trouble(Provider.NAME)).isEmpty();

        provider.die();

        for (int tries = 0; tries < 2; tries++) {
            assertThat(provider.clusters().trouble(Provider.NAME)).hasValueSatisfying(dead -> {
                assertThat(dead.summary()).contains("cluster scratch of polls", "does not answer any more");
                assertThat(dead.suggestion().orElse("")).contains("kube-release clusters delete scratch");
            });
        }
        assertThat(provider.clusters().trouble(new PopUpName(new AppName("polls"), "other")))
                .isEmpty();
    }

    @Test
    void onlyItsOwnerMayReadTheKubeconfig() throws IOException {
        provider.clusters().make(provider.spec(), provider.control());

        assertThat(Files.getPosixFilePermissions(
                        provider.store().kubeconfig(Provider.NAME).getParent()))
                .hasSize(3);
    }

    private void left(State state, boolean there, boolean kubeconfig, Integer created, Integer deleted)
            throws IOException {
        PopUpStore store = provider.store();
        store.write(popUp(state));
        Path files = store.directory(Provider.NAME);
        if (there) {
            Files.createDirectories(directory.resolve("live").resolve(SAME));
        }
        if (kubeconfig) {
            Files.copy(directory.resolve("kubeconfig"), store.kubeconfig(Provider.NAME));
        }
        if (created != null) {
            Files.writeString(files.resolve("create.exit"), created + "\n");
        }
        if (deleted != null) {
            Files.writeString(files.resolve("delete.exit"), deleted + "\n");
        }
    }

    private PopUp popUp(State state) {
        Instant now = provider.now;
        ClusterSpec spec = provider.spec();
        return new PopUp(
                Provider.NAME,
                SAME,
                state,
                now,
                now.plus(spec.lifetime()),
                spec.create(),
                spec.delete(),
                directory,
                spec.lifetime(),
                spec.within());
    }

    private PopUpClusters reached() {
        return reached(new ClusterUsers(provider.store(), () -> provider.now));
    }

    private PopUpClusters reached(ClusterUsers users) {
        return new PopUpClusters(
                () -> {
                    throw new IllegalStateException("another cluster was asked for");
                },
                provider.store(),
                users,
                provider.environment());
    }

    private static Target target() {
        return new Target(Provider.NAME.cluster(), Optional.empty(), new Namespace("polls"));
    }

    private static Cancellation toldBy(CompletableFuture<Void> stop) {
        return new Cancellation() {
            @Override
            public boolean requested() {
                return stop.isDone();
            }

            @Override
            public void whenRequested(Runnable action) {
                var unused = stop.thenRun(action);
            }
        };
    }

    private static Progress hearing(List<String> lines) {
        return HeardProgress.ofLines(lines);
    }

    /** A condition of the outside world. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void until(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
