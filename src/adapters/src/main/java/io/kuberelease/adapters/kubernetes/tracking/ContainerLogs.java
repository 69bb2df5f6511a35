package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.adapters.kubernetes.logs.LastLines;
import io.kuberelease.adapters.kubernetes.logs.LineSplitter;
import io.kuberelease.adapters.kubernetes.logs.LogStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads the logs of containers without holding a thread. */
final class ContainerLogs {
    private static final int TAIL = 30;
    private static final int LONGEST_LINE = 2_000;
    private static final int MOST_BYTES = 64 * 1024;
    private static final String GONE = "unable to retrieve container logs for ";
    private static final long LIMIT_SECONDS = 4;
    private final KubernetesClient client;

    ContainerLogs(KubernetesClient client) {
        this.client = client;
    }

    /** The last 30 lines at most; empty when the log can't be read. Never fails, and gives up after four seconds. */
    CompletableFuture<List<String>> tail(ContainerLog log) {
        return read(log, "&tailLines=" + TAIL + "&limitBytes=" + MOST_BYTES, line -> {})
                .ended()
                .thenApply(ContainerLogs::said);
    }

    /** Drops the kubelet's own line that says that the container and its log are gone. */
    private static List<String> said(List<String> lines) {
        return lines.size() == 1 && lines.get(0).startsWith(GONE) ? List.of() : lines;
    }

    /** Follows a log from its beginning, and passes each line to the sink on the client's threads. */
    Followed follow(ContainerLog log, Consumer<String> sink) {
        return read(log, "&follow=true", sink);
    }

    private Followed read(ContainerLog log, String options, Consumer<String> sink) {
        LastLines last = new LastLines(TAIL);
        LineSplitter lines = new LineSplitter(LONGEST_LINE, line -> {
            String told = line.stripTrailing();
            if (!told.isEmpty()) {
                last.add(told);
                sink.accept(told);
            }
        });
        LogStream stream = LogStream.open(client, log, options, lines::bytes);
        return new Followed(last, stream, stream.done().thenRun(lines::end));
    }

    /** A log that is being read, with its last lines so far. */
    record Followed(LastLines last, LogStream stream, CompletableFuture<Void> done) implements AutoCloseable {

        /** The last lines, once the log has ended or four seconds have passed. Never fails. */
        CompletableFuture<List<String>> tail() {
            return done.copy().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).handle((ended, problem) -> last.lines());
        }

        /** As {@link #tail}, after which nothing more is read. */
        private CompletableFuture<List<String>> ended() {
            return tail().whenComplete((lines, problem) -> close());
        }

        /** Stops following. */
        @Override
        public void close() {
            stream.close();
        }
    }
}
