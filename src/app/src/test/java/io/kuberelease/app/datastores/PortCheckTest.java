package io.kuberelease.app.datastores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PortCheckTest {
    @Test
    void aPortThatAnswersIsNotTold() throws Exception {
        try (ServerSocket open = listening()) {
            assertThat(missing(open.getLocalPort(), Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void aPortThatNobodyListensAtIsToldWithTheReason() throws Exception {
        int port;
        try (ServerSocket closed = listening()) {
            port = closed.getLocalPort();
        }

        assertThat(missing(port, Duration.ofMillis(300))).singleElement().satisfies(told -> assertThat(told)
                .startsWith("127.0.0.1:" + port + ": "));
    }

    /** As a proxy does that has nothing behind it. */
    @Test
    void aConnectionThatIsClosedAtOnceIsNoAnswer() throws Exception {
        ServerSocket proxy = listening();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> closeEach(proxy));
        try (proxy) {
            assertThat(missing(proxy.getLocalPort(), Duration.ZERO))
                    .containsExactly("127.0.0.1:" + proxy.getLocalPort() + ": the connection was closed at once");
        }
        closing.join();
    }

    private static void closeEach(ServerSocket proxy) {
        try {
            while (true) {
                proxy.accept().close();
            }
        } catch (IOException over) {
            assertThat(proxy.isClosed()).isTrue();
        }
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static List<String> missing(int port, Duration timeLimit) throws InterruptedException {
        return new PortCheck(List.of("127.0.0.1:" + port), timeLimit).missing();
    }
}
