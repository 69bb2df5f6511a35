package io.kuberelease.adapters.kubernetes.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.kubernetes.StagingCluster;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.EnvironmentProbe.Identity;
import io.kuberelease.port.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An app that answers in a real cluster. */
class KubernetesProbeIT {
    private static final VerifySpec CHECKS = new VerifySpec(Optional.of("/health"), Optional.empty(), List.of());
    private static StagingCluster cluster;
    private static EnvironmentSpec environment;

    @BeforeAll
    static void open() {
        cluster = new StagingCluster("probe");
        environment = cluster.environment("web");
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  selector: {app: web}
                  ports: [{name: metrics, port: 9000, targetPort: 9000}, {name: http, port: 80, targetPort: 8080}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web, labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                    - name: web
                      image: busybox:1.35
                      command: [sh, -c, "mkdir /www && echo fine > /www/health && exec httpd -f -p 8080 -h /www"]
                      readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
                """);
        cluster.client().pods().withName("web").waitUntilReady(30, TimeUnit.SECONDS);
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private final KubernetesProbe probe = new KubernetesProbe(cluster.clusters(), Clock.systemUTC());

    @Test
    void theAddressIsThatOfThePortNamedHttp() {
        assertThat(probe.address(environment, CHECKS))
                .isEqualTo("http://web." + cluster.target().namespace() + ".svc:80");
    }

    @Test
    void anAppThatAnswersIsWell() {
        assertThatCode(() -> ask("/health")).doesNotThrowAnyException();
    }

    @Test
    void anotherAnswerIsNamedWithItsStatusAndBody() {
        assertThatThrownBy(() -> ask("/missing")).isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
            assertThat(failed.reason().kind()).isEqualTo(CauseKind.VERIFICATION_FAILED);
            assertThat(failed.reason().summary()).contains("/missing answered 404");
            assertThat(failed.reason().evidence().get(0).lines()).anyMatch(line -> line.contains("404"));
        });
    }

    @Test
    void aServiceThatIsNotThereIsNamed() {
        VerifySpec other = new VerifySpec(Optional.of("/"), Optional.of("other"), List.of());

        assertThatThrownBy(() -> probe.address(environment, other)).hasMessageContaining("no Service other");
    }

    @Test
    void theClusterSaysWhoWeAre() {
        Identity identity = probe.whoAmI(environment);

        assertThat(identity.user()).isNotEmpty();
        assertThat(identity.groups()).contains("system:authenticated");
    }

    private void ask(String path) {
        probe.http(environment, CHECKS, path, cluster.control("r1", Duration.ofSeconds(20), Progress.SILENT));
    }
}
