package io.kuberelease.adapters.kubernetes.probe;

import static io.kuberelease.adapters.kubernetes.probe.TroubledApiServer.answer;
import static io.kuberelease.adapters.kubernetes.probe.TroubledApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.model.AppName;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose an answer is, through an API server that cuts, delays and answers wrongly. */
class KubernetesProbeTest {
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    private TroubledApiServer server;
    private KubeconfigClusters clusters;

    @BeforeEach
    void serve() throws IOException {
        server = new TroubledApiServer();
        clusters = server.clusters(directory);
    }

    @AfterEach
    void stop() {
        clusters.close();
        server.close();
    }

    static Stream<Arguments> troubleOfTheCluster() {
        HttpHandler balancer = exchange -> answer(exchange, 502, false, "<html>502 Bad Gateway</html>");
        return Stream.of(
                Arguments.of("a balancer before it answers", balancer, null),
                Arguments.of("a balancer before it answers everything", balancer, balancer),
                Arguments.of(
                        "it cuts the connection", (HttpHandler) HttpExchange::close, (HttpHandler) HttpExchange::close),
                Arguments.of("etcd is late", statusOf(500, "etcdserver: request timed out"), null),
                Arguments.of(
                        "it is starting", statusOf(503, "the server is currently unable to handle the request"), null),
                Arguments.of("it is busy", statusOf(429, "too many requests"), null),
                Arguments.of(
                        "it reaches no pod", statusOf(503, "error trying to reach service: No agent available"), null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void troubleOfTheCluster(String name, HttpHandler asked, HttpHandler itself) {
        server.asked(asked);
        Optional.ofNullable(itself).ifPresent(server::itself);

        assertThatThrownBy(this::ask).isInstanceOfSatisfying(ReleaseException.Errored.class, errored -> assertThat(
                        errored.reason().kind())
                .isEqualTo(CauseKind.UNAVAILABLE));
    }

    static Stream<Arguments> faultsOfTheApp() {
        return Stream.of(
                Arguments.of("it says so", (HttpHandler) exchange -> answer(exchange, 503, true, "no database")),
                Arguments.of("no pod is ready", statusOf(503, "no endpoints available for service \\\"web\\\"")),
                Arguments.of(
                        "nothing listens",
                        statusOf(
                                503,
                                "error trying to reach service: dial tcp 10.1.0.7:80: connect: connection refused")),
                Arguments.of("it does not answer", (HttpHandler) KubernetesProbeTest::hang),
                Arguments.of(
                        "it is too busy", (HttpHandler) exchange -> answer(exchange, 429, true, "slower, please")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void faultsOfTheApp(String name, HttpHandler asked) {
        server.asked(asked);

        assertThatThrownBy(this::ask).isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> assertThat(
                        failed.reason().kind())
                .isEqualTo(CauseKind.VERIFICATION_FAILED));
    }

    @Test
    void whereNothingMarksTheAnswersOfAnApiServerTheAppsAreTheApps() {
        server.itself(exchange -> answer(exchange, 200, false, "{}"));
        server.asked(exchange -> answer(exchange, 500, false, "broken"));

        assertThatThrownBy(this::ask).isInstanceOf(ReleaseException.Failed.class);
    }

    @Test
    void afterTroubleOfTheClusterTheAppHasAllOfItsTime() {
        AtomicInteger times = new AtomicInteger();
        server.asked(exchange -> {
            int time = times.incrementAndGet();
            if (time <= 2) {
                answer(exchange, 502, false, "balancer");
            } else if (time <= 4) {
                answer(exchange, 503, true, "starting");
            } else {
                answer(exchange, 200, true, "fine");
            }
        });

        ask();

        assertThat(times).hasValue(5);
    }

    @Test
    void whoMayNotAskIsTold() {
        server.asked(statusOf(403, "services \\\"web\\\" is forbidden"));

        assertThatThrownBy(this::ask).isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> assertThat(
                        failed.reason().kind())
                .isEqualTo(CauseKind.ACCESS_DENIED));
    }

    private static HttpHandler statusOf(int code, String message) {
        return exchange -> answer(exchange, code, true, status(code, message));
    }

    /** Until the server is closed. */
    private static void hang(HttpExchange exchange) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        EnvironmentSpec environment = new EnvironmentSpec(
                new EnvironmentName("staging"),
                new AppName("web"),
                new Target("staging", Optional.empty(), new Namespace("polls")),
                List.of(),
                false,
                Duration.ofMinutes(1));
        new KubernetesProbe(clusters, Clock.systemUTC(), SHORT)
                .http(
                        environment,
                        new VerifySpec(Optional.of("/health"), Optional.empty(), List.of()),
                        "/health",
                        new StageControl(
                                new ReleaseId("r-1"),
                                new StageId("staging.verify"),
                                Instant.now().plusSeconds(60),
                                false,
                                Cancellation.NEVER,
                                Progress.SILENT));
    }
}
