package io.kuberelease.adapters.kubernetes.probe;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.kuberelease.adapters.kubernetes.support.Pause;
import io.kuberelease.model.Namespace;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One Service, reached through the API server. */
final class ServiceProxy {
    private static final int MOST_BYTES = 16 * 1024;
    /** A header that an API server sets on every answer, also on those that it passes on. */
    private static final String HANDLED = "Audit-Id";

    private static final Duration API_SERVER_WITHIN = Duration.ofSeconds(3);
    private final URI address;
    private final HttpClient http;
    private final String base;

    ServiceProxy(KubernetesClient client, Namespace namespace, String service, int port) {
        this.address = URI.create(client.getMasterUrl().toString());
        this.http = askingOnce(client);
        this.base = "api/v1/namespaces/" + namespace + "/services/" + service + ":" + port + "/proxy";
    }

    /** A client without retries of its own, which would hide the bad answers in between. */
    private static HttpClient askingOnce(KubernetesClient client) {
        RequestConfig once = new ConfigBuilder(client.getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build()
                .getRequestConfig();
        return client.getHttpClient().newBuilder().tag(once).build();
    }

    /** Asks once, and blocks for at most this long. A failure becomes an answer; throws only when told to stop. */
    ProbeResponse get(String path, Pause pause, Duration within) {
        return ask(base + path, pause, within);
    }

    /** Asks the API server for its version, which does not depend on the app. */
    ProbeResponse apiServer(Pause pause) {
        return ask("version", pause, API_SERVER_WITHIN);
    }

    private ProbeResponse ask(String path, Pause pause, Duration within) {
        URI url = address.resolve(path);
        BodyStart start = new BodyStart(MOST_BYTES);
        CompletableFuture<HttpResponse<AsyncBody>> coming =
                http.consumeBytes(http.newHttpRequestBuilder().uri(url).build(), (buffers, body) -> {
                    buffers.forEach(start::add);
                    body.consume();
                });
        try {
            return await(coming, start, pause, within);
        } finally {
            // Leaves no connection open after a timeout or a cancellation; does nothing after the end.
            var unused = coming.thenAccept(response -> response.body().cancel());
        }
    }

    private static ProbeResponse await(
            CompletableFuture<HttpResponse<AsyncBody>> coming, BodyStart start, Pause pause, Duration within) {
        CompletableFuture<ProbeResponse> answer = coming.thenCompose(response -> ended(response)
                .thenApply(done -> new ProbeResponse(
                        response.code(), start.text(StandardCharsets.UTF_8), response.header(HANDLED) != null)));
        pause.forAnswer(answer, within);
        if (!answer.isDone()) {
            answer.cancel(true);
            return ProbeResponse.none("none within " + within.toSeconds() + " s");
        }
        return answer.handle((done, problem) -> problem == null ? done : ProbeResponse.none(why(problem)))
                .join();
    }

    private static CompletableFuture<Void> ended(HttpResponse<AsyncBody> response) {
        response.body().consume();
        return response.body().done();
    }

    private static String why(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }

    /** Keeps the beginning of a body and drops the rest. Thread-safe. */
    private static final class BodyStart {
        private final int most;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        BodyStart(int most) {
            this.most = most;
        }

        synchronized void add(ByteBuffer buffer) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (bytes.size() < most) {
                    bytes.write(next);
                }
            }
        }

        synchronized String text(Charset charset) {
            return bytes.toString(charset);
        }
    }
}
