package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.kuberelease.adapters.kubernetes.diagnosis.ContainerLog;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads the logs of containers without holding a thread. */
final class ContainerLogs {
    private static final int OK = 200;
    private static final int TAIL = 30;
    private static final int MOST_BYTES = 64 * 1024;
    private static final String GONE = "unable to retrieve container logs for ";
    private static final long LIMIT_SECONDS = 4;
    private final KubernetesClient client;

    ContainerLogs(KubernetesClient client) {
        this.client = client;
    }

    /** The last 30 lines at most; empty when the log can't be read. Never fails, and gives up after four seconds. */
    CompletableFuture<List<String>> tail(ContainerLog log) {
        LineBuffer lines = new LineBuffer(TAIL, line -> {});
        String query = "&tailLines=" + TAIL + "&limitBytes=" + MOST_BYTES + (log.previous() ? "&previous=true" : "");
        Reading reading = read(log, query, lines);
        return reading.done()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .whenComplete((done, problem) -> reading.close())
                .handle((done, problem) -> lines.tail())
                .thenApply(ContainerLogs::said);
    }

    /** Drops the kubelet's own line that says that the container and its log are gone. */
    private static List<String> said(List<String> lines) {
        return lines.size() == 1 && lines.get(0).startsWith(GONE) ? List.of() : lines;
    }

    /** Follows a log from its beginning, and passes each line to the sink on the client's threads. */
    Followed follow(ContainerLog log, Consumer<String> sink) {
        LineBuffer lines = new LineBuffer(TAIL, sink);
        return new Followed(lines, read(log, "&follow=true", lines));
    }

    /** A log that is being followed, with its last lines so far. */
    record Followed(LineBuffer lines, Reading reading) implements AutoCloseable {

        /** The last lines, once the log has ended or four seconds have passed. Never fails. */
        CompletableFuture<List<String>> tail() {
            return reading.done()
                    .copy()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .handle((ended, problem) -> lines.tail());
        }

        /** Stops following. */
        @Override
        public void close() {
            reading.close();
        }
    }

    /**
     * A streaming request in progress.
     *
     * @param answer completes with the response's headers
     * @param done completes when the body has been read; exceptional when the answer is no 200
     */
    record Reading(CompletableFuture<HttpResponse<AsyncBody>> answer, CompletableFuture<Void> done)
            implements AutoCloseable {

        /** Releases the connection, even if the response has not begun; does nothing after the end. */
        @Override
        public void close() {
            done.cancel(true);
            var unused = answer.thenAccept(begun -> begun.body().cancel());
        }
    }

    private Reading read(ContainerLog log, String query, LineBuffer lines) {
        HttpClient http = client.getHttpClient();
        URI address = client.getMasterUrl() == null
                ? URI.create("/")
                : URI.create(client.getMasterUrl().toString());
        URI url = address.resolve("api/v1/namespaces/" + log.namespace() + "/pods/" + log.pod() + "/log?container="
                + log.container() + query);
        CompletableFuture<HttpResponse<AsyncBody>> answer =
                http.consumeBytes(http.newHttpRequestBuilder().uri(url).build(), (buffers, body) -> {
                    buffers.forEach(lines::add);
                    body.consume();
                });
        return new Reading(answer, answer.thenCompose(begun -> body(begun, lines)));
    }

    private static CompletableFuture<Void> body(HttpResponse<AsyncBody> answer, LineBuffer lines) {
        if (answer.code() != OK) {
            answer.body().cancel();
            return CompletableFuture.failedFuture(new IllegalStateException("status " + answer.code()));
        }
        answer.body().consume();
        return answer.body().done().thenRun(lines::end);
    }

    /** Splits bytes into lines, passes each to the sink and keeps the last ones. Long lines are cut. Thread-safe. */
    static final class LineBuffer {
        private static final int LONGEST = 2_000;
        private final int kept;
        private final Consumer<String> sink;
        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
        private final Deque<String> last = new ArrayDeque<>();

        LineBuffer(int kept, Consumer<String> sink) {
            this.kept = kept;
            this.sink = sink;
        }

        synchronized void add(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                if (next == '\n') {
                    end();
                } else if (begun.size() < LONGEST) {
                    begun.write(next);
                }
            }
        }

        /** Ends the line that has been begun, for a log without a final line feed. */
        synchronized void end() {
            if (begun.size() == 0) {
                return;
            }
            String line = begun.toString(StandardCharsets.UTF_8).stripTrailing();
            begun.reset();
            last.addLast(line);
            if (last.size() > kept) {
                last.removeFirst();
            }
            sink.accept(line);
        }

        synchronized List<String> tail() {
            return List.copyOf(last);
        }
    }
}
