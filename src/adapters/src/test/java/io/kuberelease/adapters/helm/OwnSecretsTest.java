package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSecrets;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.SecretSource.Variable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key of hashes, where an API server has one that somebody has changed. */
class OwnSecretsTest {
    private static final byte[] FRESH = filled(OwnSecrets.KEY_BYTES, 7);
    private static final Map<String, Map<String, byte[]>> VALUES =
            Map.of("app", Map.of("PASSWORD", "swordfish".getBytes(StandardCharsets.UTF_8)));

    private final List<String> written = new CopyOnWriteArrayList<>();
    private volatile String labels = "{\"kube-release.io/app\": \"polls\", \"kube-release.io/kind\": \"secrets-key\"}";
    private volatile String data = "{}";
    private HttpServer server;
    private KubernetesClient client;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withNamespace("polls")
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33})
    void aKeyThatWasEmptiedOrShortenedIsMadeAnew(int length) {
        data = length == 0 ? "null" : "{\"secrets-key\": \"" + encoded(filled(length, 0)) + "\"}";
        OwnSecrets secrets = secrets();

        WantedSecrets wanted =
                secrets.wanted(VALUES, () -> FRESH, HelmFixture.control("r-1").progress());
        assertThat(wanted.key()).isEqualTo(FRESH);
        secrets.keepKey(wanted);

        assertThat(written).singleElement().asString().contains(encoded(FRESH));
    }

    @Test
    void aKeyThatIsWholeIsLeftAlone() {
        byte[] key = filled(OwnSecrets.KEY_BYTES, 5);
        data = "{\"secrets-key\": \"" + encoded(key) + "\"}";
        OwnSecrets secrets = secrets();

        WantedSecrets wanted =
                secrets.wanted(VALUES, () -> FRESH, HelmFixture.control("r-1").progress());
        secrets.keepKey(wanted);

        assertThat(wanted.key()).isEqualTo(key);
        assertThat(written).isEmpty();
        assertThatThrownBy(() -> secrets.keepKey(WantedSecrets.of(FRESH, Map.of(), VALUES)))
                .isInstanceOf(ReleaseException.Outdated.class);
    }

    @Test
    void aSecretOfThatNameThatIsNotOursIsLeftAlone() {
        labels = "{}";

        assertThatThrownBy(() -> secrets().keepKey(WantedSecrets.of(FRESH, Map.of(), VALUES)))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("kube-release.polls.secrets-key is there already");
        assertThat(written).isEmpty();
    }

    private OwnSecrets secrets() {
        EnvironmentSpec environment = new EnvironmentSpec(
                new EnvironmentName("staging"),
                new AppName("polls"),
                new Target("a", Optional.empty(), new Namespace("polls")),
                List.of(),
                false,
                Duration.ofMinutes(1));
        return new OwnSecrets(
                client, environment.with(new EnvironmentSecrets(Map.of("app", Map.of("PASSWORD", new Variable("P"))))));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = "{\"kind\": \"Secret\", \"apiVersion\": \"v1\", \"metadata\": {\"name\":"
                + " \"kube-release.polls.secrets-key\", \"namespace\": \"polls\", \"resourceVersion\": \"1\","
                + " \"labels\": " + labels
                + "}, \"data\": " + data
                + "}";
        String path = exchange.getRequestURI().getPath();
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestMethod()) {
            case "POST" -> reply(exchange, 409, "{\"kind\": \"Status\", \"code\": 409, \"reason\": \"AlreadyExists\"}");
            case "PUT" -> {
                written.add(sent);
                reply(exchange, 200, sent);
            }
            default -> {
                if (path.endsWith("/secrets")) {
                    reply(
                            exchange,
                            200,
                            "{\"kind\": \"SecretList\", \"apiVersion\": \"v1\", \"items\": [" + key + "]}");
                } else if (path.endsWith("secrets-key")) {
                    reply(exchange, 200, key);
                } else {
                    reply(exchange, 404, "{\"kind\": \"Status\", \"code\": 404, \"reason\": \"NotFound\"}");
                }
            }
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static byte[] filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
