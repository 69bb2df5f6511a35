package io.kuberelease.adapters.kubernetes.tracking;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ContainerLogsTest {
    private static final int WITHIN_MILLIS = 10_000;
    private static final byte[] BEGINNING =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nsaid\n\r\n".getBytes(US_ASCII);

    @Test
    void aLogThatIsFollowedNoMoreLeavesNoConnectionOpen() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(Config.empty())
                                .withMasterUrl("http://127.0.0.1:" + server.getLocalPort())
                                .build())
                        .build()) {
            CompletableFuture<Integer> left = CompletableFuture.supplyAsync(() -> leavesAfterTheBeginning(server));
            CompletableFuture<String> said = new CompletableFuture<>();

            ContainerLogs.Followed followed =
                    new ContainerLogs(client).follow(new ContainerLog("polls", "hook", "run", false), said::complete);
            assertThat(said.get(WITHIN_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("said");
            followed.close();

            assertThat(left.get(WITHIN_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(-1);
        }
    }

    /** What is read after the request: -1 when the other side has closed. */
    private static int leavesAfterTheBeginning(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.setSoTimeout(WITHIN_MILLIS);
            byte[] request = new byte[8192];
            if (socket.getInputStream().read(request) < 0) {
                throw new IllegalStateException("nothing was asked");
            }
            socket.getOutputStream().write(BEGINNING);
            socket.getOutputStream().flush();
            return socket.getInputStream().read();
        } catch (java.io.IOException problem) {
            throw new java.io.UncheckedIOException(problem);
        }
    }
}
