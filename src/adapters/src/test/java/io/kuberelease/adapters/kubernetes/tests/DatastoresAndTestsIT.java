package io.kuberelease.adapters.kubernetes.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.TestRunner.TestResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("aClusterIsNamed")
class DatastoresAndTestsIT {

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final int LINES = 20_000;
    // Of those, in the last moment: what a container runtime can copy within two seconds after a container's end, with
    // room; see the limits in docs/how-it-works.md.
    private static final int LAST = 2000;
    private static final String GREEN_REPORT = "<testsuite name=\"s\"><testcase classname=\"a.B\" name=\"one\"/>"
            + "<testcase classname=\"a.B\" name=\"two\"><skipped/></testcase></testsuite>";
    private static final String RED_REPORT = "<testsuite name=\"s\"><testcase classname=\"a.B\" name=\"three\">"
            + "<failure message=\"expected 3, was 4\">at line 7</failure></testcase></testsuite>";

    private final TestCluster cluster = new TestCluster();

    static boolean aClusterIsNamed() {
        String name = "KUBE_RELEASE_TEST_KUBECONFIG";
        return System.getProperty(name, System.getenv().getOrDefault(name, "")).length() > 0;
    }

    @AfterEach
    void removeTheNamespace() {
        cluster.close();
    }

    @Test
    void fourDatastoresInOnePodServeTestsByVariablesAndNamesAndAreGoneAfterwards() {
        RunningDatastores ready = start(
                cluster.known("postgres", "15"),
                cluster.known("redis", "7"),
                cluster.known("mariadb", "10.11"),
                cluster.known("rabbitmq", "3.10"));

        TestResult result = cluster.run(
                cluster.tests("library/postgres:15", Optional.of(ready), Optional.empty(), "bash", "-ec", """
                        psql "$DATABASE_URL" -c 'create database more'
                        psql -h db -c 'select 1'
                        exec 3<>/dev/tcp/cache/6379
                        printf 'AUTH %s\\r\\nPING\\r\\nQUIT\\r\\n' "$REDIS_PASSWORD" >&3
                        cat <&3 | grep PONG
                        exec 3<>/dev/tcp/$RABBITMQ_HOST/$RABBITMQ_PORT
                        printf 'AMQP\\0\\0\\011\\1' >&3
                        timeout 2 cat <&3 | grep -ac 'AMQPLAIN'
                        case $MARIADB_URL in mysql://root:*@mariadb:3306/app) echo maria ;; *) exit 9 ;; esac
                        """), "/");

        assertThat(result.exitCode()).as("%s", result.lastLines()).isZero();
        assertThat(cluster.log).contains("+PONG", "maria");
        assertThat(mariadbAnswers(ready).exitCode()).isZero();
        assertNothingIsLeftAfterRemoval();
    }

    @Test
    void aNamespaceThatEnforcesRestrictedAndAQuotaTakesAllOurPods() {
        cluster.makeStrict();
        RunningDatastores ready = start(cluster.known("postgres", "15"), cluster.known("redis", "7"));

        TestResult result = cluster.run(
                cluster.tests(
                        "library/busybox:1.35",
                        Optional.of(ready),
                        Optional.of("build/reports/*.xml"),
                        "sh",
                        "-c",
                        "umask 077; id -u; echo '" + GREEN_REPORT + "' > /work/build/reports/green.xml"),
                "/work",
                "10001:10001");

        assertThat(result.exitCode()).as("%s", result.lastLines()).isZero();
        assertThat(cluster.log).contains("10001");
        assertThat(result.summary().orElseThrow().passed()).isEqualTo(1);
    }

    @Test
    void aCommandThatIsToBeRootIsRefusedAheadWhereTheNamespaceEnforcesRestricted() {
        cluster.makeStrict();

        assertThatThrownBy(() -> cluster.checkAhead(new ContainerNeeds(Optional.of(0L), Optional.empty())))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("test.runAsUser is 0")
                .hasMessageContaining("enforces Pod Security restricted");
    }

    @Test
    void elasticsearchTakesADocumentAndFindsIt() {
        RunningDatastores ready = start(cluster.known("elasticsearch", "8.19.21"));

        TestResult result = cluster.run(
                cluster.tests("library/python:3.11-slim", Optional.of(ready), Optional.empty(), "python3", "-c", """
                        import json, os, urllib.request
                        def ask(path, body=None):
                            request = urllib.request.Request(os.environ["ELASTICSEARCH_URL"] + path, body)
                            request.add_header("Content-Type", "application/json")
                            return json.load(urllib.request.urlopen(request))
                        ask("/polls/_doc?refresh=true", b'{"question": "which fruit"}')
                        print("found", ask("/polls/_search?q=fruit")["hits"]["total"]["value"])
                        """),
                "/");

        assertThat(result.exitCode()).as("%s", result.lastLines()).isZero();
        assertThat(cluster.log).contains("found 1");
        assertNothingIsLeftAfterRemoval();
    }

    @Test
    void redTestsAreAResultWithTheirFailures() {
        TestResult result = cluster.run(
                cluster.tests(
                        "library/debian:bookworm-slim",
                        Optional.empty(),
                        Optional.of("build/reports/*.xml"),
                        "sh",
                        "-c",
                        "for i in 1 2 3; do echo line $i; done; mkdir -p build/reports/deeper;"
                                + "echo '" + GREEN_REPORT + "' > /work/build/reports/green.xml; echo '" + RED_REPORT
                                + "' > /work/build/reports/red.xml; exit 3"),
                "/work");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.summary().orElseThrow().passed()).isEqualTo(1);
        assertThat(result.summary().orElseThrow().skipped()).isEqualTo(1);
        assertThat(result.summary().orElseThrow().failures()).singleElement().satisfies(failure -> {
            assertThat(failure.suite()).isEqualTo("a.B");
            assertThat(failure.message()).isEqualTo("expected 3, was 4");
        });
        assertThat(cluster.log).containsSubsequence("line 1", "line 2", "line 3");
    }

    @Test
    void tellsTheLogWhileTheTestsRunAndNoLineTwice() throws InterruptedException {
        var running = cluster.runner("/")
                .run(
                        cluster.tests(
                                "library/debian:bookworm-slim",
                                Optional.empty(),
                                Optional.empty(),
                                "sh",
                                "-c",
                                "echo early; sleep 3; i=0; while [ $i -lt " + LINES + " ]; do [ $i -ne "
                                        + (LINES - LAST) + " ] || sleep 3; echo line $i; i=$((i+1)); done"),
                        cluster.control("test"));

        assertThat(cluster.log.poll(60, TimeUnit.SECONDS)).isEqualTo("early");
        assertThat(running.toCompletableFuture()).isNotDone();
        assertThat(TestCluster.outcome(running).exitCode()).isZero();
        assertThat(cluster.log).hasSize(LINES).doesNotHaveDuplicates().endsWith("line " + (LINES - 1));
    }

    @Test
    void aDatastoreThatCrashesIsNamedWithItsLastWords() {
        DatastoreSpec broken = broken("postgres:15", List.of("sh", "-c", "echo no room >&2; exit 7"));

        assertThatThrownBy(() -> start(cluster.known("redis", "7"), broken))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.DATASTORE_FAILED);
                    assertThat(failed.reason().summary()).contains("datastore broken 1 ended with exit code 7");
                    assertThat(failed.reason().evidence().get(0).lines()).contains("no room");
                });
    }

    @Test
    void anImageThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> start(cluster.known("redis", "99")))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.IMAGE_PULL);
                    assertThat(failed.reason().summary()).contains("redis:99");
                });
    }

    @Test
    void aDatastoreThatIsNotReadyInTimeIsNamed() {
        assertThatThrownBy(() -> start(broken("redis:7", List.of())))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> assertThat(
                                failed.reason().summary())
                        .contains("datastore broken 1 was not ready within 5 s"));
    }

    @Test
    void theClusterRemovesEverythingByItselfWhenTheTimeIsUp() {
        RunningDatastores ready = TestCluster.outcome(cluster.datastores()
                .start(
                        cluster.wanted(Duration.ofSeconds(12), cluster.known("redis", "7")),
                        cluster.control("datastores")));

        cluster.client()
                .batch()
                .v1()
                .jobs()
                .withName(ready.owner())
                .waitUntilCondition(job -> job == null, 120, TimeUnit.SECONDS);
        cluster.client()
                .secrets()
                .withName(ready.secret())
                .waitUntilCondition(secret -> secret == null, 20, TimeUnit.SECONDS);
        assertNothingIsLeft();
    }

    @Test
    void anotherProcessGoesOnWithWhatAKilledOneStarted() {
        RunningDatastores first = start(cluster.known("redis", "7"));
        RunningDatastores second = start(cluster.known("redis", "7"));

        var request = cluster.tests(
                "library/debian:bookworm-slim",
                Optional.of(second),
                Optional.empty(),
                "sh",
                "-c",
                "echo started $(date +%s%N); sleep 2");
        var lost = cluster.runner("/").run(request, cluster.control("test"));
        TestResult adopted = cluster.run(request, "/");

        assertThat(second).isEqualTo(first);
        assertThat(adopted.lastLines()).hasSize(1);
        assertThat(TestCluster.outcome(lost).lastLines()).isEqualTo(adopted.lastLines());
    }

    @Test
    void aSecondRunIsNotMistakenForTheFirstWhosePodIsStillEnding() {
        for (String word : List.of("first", "second", "third")) {
            TestResult result = cluster.run(
                    cluster.tests("library/debian:bookworm-slim", Optional.empty(), Optional.empty(), "echo", word),
                    "/");

            assertThat(result.lastLines()).containsExactly(word);
        }
    }

    @Test
    void aCommandThatTheImageDoesNotHaveIsSaid() {
        assertThatThrownBy(() -> cluster.run(
                        cluster.tests(
                                "library/debian:bookworm-slim", Optional.empty(), Optional.empty(), "make", "test"),
                        "/"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("the test command could not be started")
                .hasMessageContaining("make");
    }

    @Test
    void cancelledTestsLeaveNoPod() throws InterruptedException {
        var stop = new java.util.concurrent.CompletableFuture<Runnable>();
        Cancellation cancellation = new Cancellation() {
            @Override
            public boolean requested() {
                return false;
            }

            @Override
            public void whenRequested(Runnable action) {
                stop.complete(action);
            }
        };
        var running = cluster.runner("/")
                .run(
                        cluster.tests(
                                "library/debian:bookworm-slim",
                                Optional.empty(),
                                Optional.empty(),
                                "sh",
                                "-c",
                                "echo up; sleep 600"),
                        cluster.control("test", cancellation));
        assertThat(cluster.log.poll(60, TimeUnit.SECONDS)).isEqualTo("up");

        stop.join().run();

        assertThatThrownBy(() -> TestCluster.outcome(running)).isInstanceOf(ReleaseException.Aborted.class);
        cluster.client()
                .pods()
                .informOnCondition(List::isEmpty)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private RunningDatastores start(DatastoreSpec... specs) {
        return TestCluster.outcome(
                cluster.datastores().start(cluster.wanted(LONG, specs), cluster.control("datastores")));
    }

    private TestResult mariadbAnswers(RunningDatastores ready) {
        return TestCluster.outcome(cluster.runner("/")
                .run(
                        cluster.tests(
                                "library/mariadb:10.11",
                                Optional.of(ready),
                                Optional.empty(),
                                "sh",
                                "-c",
                                "MYSQL_PWD=$MARIADB_PASSWORD mariadb -h mysql -u root -e 'create database test_app'"),
                        cluster.control("test-mariadb")));
    }

    private void assertNothingIsLeftAfterRemoval() {
        cluster.datastores().remove(cluster.release, cluster.app, cluster.target());
        KubernetesClient client = cluster.client();
        client.batch().v1().jobs().informOnCondition(List::isEmpty).join();
        client.pods().informOnCondition(List::isEmpty).join();
        client.secrets().informOnCondition(List::isEmpty).join();
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        KubernetesClient client = cluster.client();
        assertThat(client.batch().v1().jobs().list().getItems()).isEmpty();
        assertThat(client.pods().list().getItems()).isEmpty();
        assertThat(client.secrets().list().getItems()).isEmpty();
    }

    private static DatastoreSpec broken(String image, List<String> arguments) {
        return new DatastoreSpec(
                "broken",
                "1",
                image,
                4711,
                List.of("broken"),
                Map.of(),
                arguments,
                new ReadyCheck.Connect(),
                Map.of(),
                "",
                "",
                Duration.ofSeconds(5),
                new ContainerNeeds(Optional.of(999L), Optional.empty()));
    }
}
