package io.kuberelease.adapters.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver that keeps the connection after its answer and hangs up when it is used again, as HTTP lets it. */
@Timeout(60)
class KeptConnectionTest {
    @Test
    void anEventThatMeetsAClosedConnectionIsPostedOnceMoreWithoutTrouble()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (ServerSocket receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> deliveries = new CompletableFuture<>();
            Thread server = new Thread(() -> deliveries.complete(hangUpOnce(receiver)));
            server.setDaemon(true);
            server.start();
            URI address = URI.create("http://127.0.0.1:" + receiver.getLocalPort() + "/");
            WebhookClient webhookClient =
                    new WebhookClient(address, new Signature(new Secret("key")), InstantSource.system());

            webhookClient.send(new WebhookQueue.WebhookDelivery("release/0", "{}"));
            webhookClient.send(new WebhookQueue.WebhookDelivery("release/1", "{}"));

            assertThat(deliveries.get(20, TimeUnit.SECONDS)).containsExactly("release/0", "release/1", "release/1");
        }
    }

    private static List<String> hangUpOnce(ServerSocket receiver) {
        List<String> deliveries = new ArrayList<>();
        try {
            try (Socket kept = receiver.accept()) {
                deliveries.add(answered(kept));
                deliveries.add(delivery(kept));
            }
            try (Socket next = receiver.accept()) {
                deliveries.add(answered(next));
            }
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
        return deliveries;
    }

    private static String answered(Socket connection) throws IOException {
        String delivery = delivery(connection);
        connection.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return delivery;
    }

    /** The request's delivery; its body of two bytes is read too. */
    private static String delivery(Socket connection) throws IOException {
        BufferedReader request =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        String delivery = "";
        for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
            if (line.startsWith("Kube-Release-Delivery: ")) {
                delivery = line.substring("Kube-Release-Delivery: ".length());
            }
        }
        assertThat(request.skip(2)).isEqualTo(2);
        return delivery;
    }
}
