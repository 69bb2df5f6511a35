package io.kuberelease.adapters.kubernetes.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogStreamTest {
    private static final long WITHIN_SECONDS = 20;
    private static final ContainerLog LOG = new ContainerLog("polls", "migrate", "run", true);

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @Test
    void thePreviousRunIsAskedForAndPassedOn() throws Exception {
        try (LogServer server = new LogServer(200, "said\n");
                LogStream stream = LogStream.open(server.client(), LOG, "&follow=true", this::take)) {
            stream.done().get(WITHIN_SECONDS, TimeUnit.SECONDS);

            assertThat(told.toString(UTF_8)).isEqualTo("said\n");
            assertThat(server.asked())
                    .containsExactly(
                            "/api/v1/namespaces/polls/pods/migrate/log?container=run&previous=true&follow=true");
        }
    }

    @Test
    void whatIsNoLogIsNotPassedOn() throws Exception {
        try (LogServer server = new LogServer(404, "said\n");
                LogStream stream = LogStream.open(server.client(), LOG, "", this::take)) {
            assertThatThrownBy(() -> stream.done().get(WITHIN_SECONDS, TimeUnit.SECONDS))
                    .hasMessageContaining("404");

            assertThat(told.size()).isZero();
        }
    }

    private void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            told.write(bytes.get());
        }
    }
}
