package io.kuberelease.adapters.kubernetes.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.model.AppName;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.Trigger;
import io.kuberelease.testkit.SamplePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    @TempDir
    Path dir;

    private HttpServer server;
    private KubeconfigClusters clusters;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("there", 200, "{}");
        answer("preview", 200, "{\"labels\": {\"kube-release.io/preview\": \"search\"}}");
        answer("going", 200, "{\"deletionTimestamp\": \"2026-11-29T19:00:00Z\"}");
        answer("secret", 403, "{}");
        answer("kube-system", 200, "{\"uid\": \"u-1\"}");
        server.start();
        Path file = Files.writeString(
                dir.resolve("config"), """
                contexts:
                - {name: up, context: {cluster: up, user: me}}
                - {name: down, context: {cluster: down, user: me}}
                clusters:
                - {name: up, cluster: {server: "http://127.0.0.1:%d"}}
                - {name: down, cluster: {server: "http://127.0.0.1:1"}}
                users: [{name: me, user: {token: t}}]
                """.formatted(server.getAddress().getPort()));
        clusters = new KubeconfigClusters(List.of(file));
    }

    @AfterEach
    void stop() {
        clusters.close();
        server.stop(0);
    }

    @Test
    void nobodyIsDeployedIntoAPreviewThatIsGoingToBeDeleted() {
        assertThatThrownBy(() -> require(environment("staging", "up", Optional.empty(), "preview", false)))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> assertThat(
                                failed.reason().summary())
                        .contains("namespace preview in cluster up is a preview's (search)"));
    }

    @Test
    void allThatIsWrongWithWhereAReleaseGoesIsSaidAtOnceBeforeAnythingIsDone() {
        assertThatThrownBy(() -> require(
                        environment("staging", "up", Optional.empty(), "gone", false),
                        environment("canary", "up", Optional.of("u-2"), "there", false),
                        environment("shadow", "up", Optional.empty(), "going", false),
                        environment("production", "upp", Optional.empty(), "there", false)))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.BAD_INPUT);
                    assertThat(failed.reason().summary())
                            .startsWith("nothing was begun")
                            .contains("staging: there is no namespace gone in cluster up")
                            .contains("canary: context up leads to cluster u-1, but the release file pins it to u-2")
                            .contains("shadow: namespace going in cluster up is being deleted since 2026-11-29")
                            .contains(
                                    "production: no context upp in " + dir.resolve("config") + "; there are: up, down");
                });
    }

    @Test
    void whatMayBeThereWhenItIsNeededIsNoReasonToRefuse() {
        assertThatCode(() -> require(
                        environment("staging", "up", Optional.of("u-1"), "there", false),
                        environment("canary", "up", Optional.empty(), "gone", true),
                        environment("shadow", "up", Optional.empty(), "secret", false),
                        environment("production", "down", Optional.of("u-3"), "there", false)))
                .doesNotThrowAnyException();
    }

    @Test
    void aNamespaceThatTheTestsMakeNeedNotBeThere() {
        EnvironmentSpec staging = environment("staging", "up", Optional.empty(), "gone", false);
        StageTask tests = new StageTask.StartDatastores(staging.target(), List.of());

        assertThatCode(() -> new Preflight(clusters, Runnable::run).require(plan(Stream.of(tests, compare(staging)))))
                .doesNotThrowAnyException();
    }

    private void require(EnvironmentSpec... environments) {
        new Preflight(clusters, Runnable::run)
                .require(plan(Stream.of(environments).map(PreflightTest::compare)));
    }

    private static StageTask compare(EnvironmentSpec environment) {
        return new StageTask.Compare(environment);
    }

    private static ReleasePlan plan(Stream<StageTask> tasks) {
        ReleasePlan sample = SamplePlan.toProduction();
        List<StageTask> all = tasks.toList();
        return new ReleasePlan(
                new ReleaseId("r1"),
                new AppName("polls"),
                new Version("1.0.0"),
                sample.source(),
                "ada",
                sample.notifies(),
                all.stream()
                        .map(task -> new Stage(
                                new StageId("s" + all.indexOf(task)),
                                new Trigger.AfterSuccess(List.of()),
                                Duration.ofMinutes(1),
                                task))
                        .toList());
    }

    private static EnvironmentSpec environment(
            String name, String cluster, Optional<String> pin, String namespace, boolean create) {
        return new EnvironmentSpec(
                new EnvironmentName(name),
                new AppName("polls"),
                new Target(cluster, pin, new Namespace(namespace)),
                List.of(),
                create,
                Duration.ofMinutes(1));
    }

    private void answer(String namespace, int code, String metadata) {
        server.createContext("/api/v1/namespaces/" + namespace, exchange -> {
            byte[] body = ("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": " + metadata + "}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
