package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods that never began to run, since their node is lost: nothing in them says so. */
class LostNodesTest {
    private static final Cause LATE = Cause.of(CauseKind.DEADLINE, "not ready in time: deployment/polls 0 of 1");

    private final WatchedApiServer server = new WatchedApiServer();
    private final KubernetesClient client = server.client();
    private final LostNodes nodes = new LostNodes(client, Runnable::run);

    LostNodesTest() throws IOException {}

    @AfterEach
    void leaveNothing() {
        client.close();
        server.close();
    }

    @Test
    void theNodeIsTheCauseWhereItDoesNotReportAnyMore() {
        has("n1", "Unknown", "Kubelet stopped posting node status.");

        Cause told = told(LATE, pod("startTime: \"2026-01-01T00:00:00Z\""));

        assertThat(told.kind()).isEqualTo(CauseKind.STUCK);
        assertThat(told.summary())
                .isEqualTo("node n1 of polls-1 is not ready: Kubelet stopped posting node status.; " + LATE.summary());
        assertThat(told.suggestion()).contains("look at the node: kubectl describe node n1");
    }

    @Test
    void aNodeThatIsWellOrAPodThatIsReadyOrACauseThatIsCertainIsLeftAsItIs() {
        has("n1", "True", "kubelet is posting ready status");
        Cause crash = Cause.of(CauseKind.CRASH_LOOP, "it crashes");

        assertThat(told(LATE, pod(""))).isEqualTo(LATE);
        has("n1", "False", "container runtime is down");
        assertThat(told(crash, pod(""))).isEqualTo(crash);
        assertThat(told(LATE, pod("conditions: [{type: Ready, status: \"True\"}]")))
                .isEqualTo(LATE);
    }

    @Test
    void aNodeThatMayNotBeReadIsSuspectedWhereItHasNotEvenSeenThePod() {
        server.goesAway();

        assertThat(told(LATE, pod("phase: Pending")).summary()).startsWith("node n1 has not begun with polls-1");
        assertThat(told(LATE, pod("startTime: \"2026-01-01T00:00:00Z\""))).isEqualTo(LATE);
    }

    @Test
    void aNodeThatIsGoneIsSaidToBe() {
        assertThat(told(LATE, pod("phase: Pending")).summary()).startsWith("node n1 is not there any more");
    }

    private Cause told(Cause cause, Pod pod) {
        return nodes.told(cause, List.of(pod)).join();
    }

    private void has(String node, String ready, String message) {
        server.says("/api/v1/nodes/" + node, """
            {"kind":"Node","apiVersion":"v1","metadata":{"name":"%s"},
            "status":{"conditions":[{"type":"Ready","status":"%s","message":"%s"}]}}
            """.formatted(node, ready, message));
    }

    private static Pod pod(String status) {
        return (Pod) object("""
            apiVersion: v1
            kind: Pod
            metadata: {name: polls-1}
            spec: {nodeName: n1}
            status: {%s}
            """.formatted(status));
    }
}
