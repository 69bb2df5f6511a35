package io.kuberelease.adapters.kubernetes.logs;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One request for a container's log, whose answer is read while it comes. Holds no thread. */
public final class LogStream implements AutoCloseable {
    private static final int OK = 200;

    private final CompletableFuture<HttpResponse<AsyncBody>> answer;
    private final CompletableFuture<Void> done;

    private LogStream(CompletableFuture<HttpResponse<AsyncBody>> answer) {
        this.answer = answer;
        this.done = answer.thenCompose(LogStream::body);
    }

    /**
     * Asks for a log.
     *
     * @param options more parameters of the request, each with an ampersand before it; may be empty
     * @param bytes gets what comes, piece by piece, on the client's threads; must not block
     */
    public static LogStream open(
            KubernetesClient client, ContainerLog log, String options, Consumer<ByteBuffer> bytes) {
        HttpClient http = client.getHttpClient();
        // A container may be silent for longer than any answer may take.
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(client.getMasterUrl() + "api/v1/namespaces/" + log.namespace() + "/pods/" + log.pod()
                        + "/log?container=" + log.container() + (log.previous() ? "&previous=true" : "") + options)
                .forStreaming()
                .build();
        return new LogStream(http.consumeBytes(request, (buffers, body) -> {
            buffers.forEach(bytes);
            body.consume();
        }));
    }

    private static CompletableFuture<Void> body(HttpResponse<AsyncBody> answer) {
        if (answer.code() != OK) {
            answer.body().cancel();
            return CompletableFuture.failedFuture(
                    new IllegalStateException("the API server answered " + answer.code()));
        }
        answer.body().consume();
        return answer.body().done();
    }

    /** Completes when all has been read; exceptionally when the log can't be had, or the stream breaks or is closed. */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    /** Releases the connection, even if the answer has not begun; does nothing after the end. */
    @Override
    public void close() {
        done.cancel(true);
        var unused = answer.thenAccept(begun -> begun.body().cancel());
    }
}
