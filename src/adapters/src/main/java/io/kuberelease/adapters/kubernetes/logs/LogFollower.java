package io.kuberelease.adapters.kubernetes.logs;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes on a container's log line by line while it is written, from its start. A stream that breaks is resumed without
 * repeating a line. Holds no thread.
 */
public final class LogFollower implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int LAST_READS = 5;
    private static final int LONGEST_LINE = 256 * 1024;

    private final KubernetesClient client;
    private final ContainerLog log;
    private final Executor workers;
    private final LogCursor cursor;
    private @Nullable LogStream stream;
    private int connection;
    private boolean ended;
    private boolean closed;

    /**
     * @param lines gets the lines, one at a time; must not block
     * @param workers runs what follows a pause
     */
    public LogFollower(KubernetesClient client, ContainerLog log, Consumer<String> lines, Executor workers) {
        this.client = client;
        this.log = log;
        this.workers = workers;
        this.cursor = new LogCursor(lines);
    }

    /** Starts to follow; the container must have been started. Does nothing after {@link #finish}. */
    public void start() {
        int mine = beginUnlessEnded();
        if (mine > 0) {
            var unused = read(mine, true).whenComplete((done, broken) -> later(() -> resume(mine)));
        }
    }

    /**
     * To be called when the container has ended: stops following and reads the rest. It does not wait for the stream's
     * end, which a kubelet signals up to five seconds late. Fails if the rest can't be read in five tries.
     */
    public CompletableFuture<Void> finish() {
        synchronized (this) {
            ended = true;
        }
        return finish(LAST_READS);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        disconnect();
    }

    private CompletableFuture<Void> finish(int triesLeft) {
        disconnect();
        int mine = begin();
        return read(mine, false)
                .exceptionallyCompose(broken -> mine == 0
                        ? CompletableFuture.completedFuture(null)
                        : triesLeft > 1 ? afterPause(() -> finish(triesLeft - 1)) : unread(broken));
    }

    private CompletableFuture<Void> unread(Throwable broken) {
        return CompletableFuture.failedFuture(new ReleaseException.Errored(
                Cause.of(
                        CauseKind.UNAVAILABLE,
                        "could not read the end of the log of pod " + log.pod() + " container " + log.container()
                                + " in namespace " + log.namespace()),
                Duration.ZERO,
                broken));
    }

    private CompletableFuture<Void> read(int mine, boolean follow) {
        LineSplitter lines = new LineSplitter(LONGEST_LINE, cursor::line);
        LogStream opened = LogStream.open(client, log, options(follow), bytes -> take(mine, lines, bytes));
        keep(mine, opened);
        return opened.done().thenRun(() -> end(mine, lines));
    }

    private String options(boolean follow) {
        String since = cursor.since()
                .map(time -> "&sinceTime="
                        + URLEncoder.encode(time.truncatedTo(ChronoUnit.SECONDS).toString(), StandardCharsets.UTF_8))
                .orElse("");
        return "&timestamps=true" + (follow ? "&follow=true" : "") + since;
    }

    private void keep(int mine, LogStream opened) {
        synchronized (this) {
            if (mine == connection) {
                stream = opened;
                return;
            }
        }
        opened.close();
    }

    private synchronized void take(int mine, LineSplitter lines, ByteBuffer bytes) {
        if (mine == connection) {
            lines.bytes(bytes);
        }
    }

    private synchronized void end(int mine, LineSplitter lines) {
        if (mine == connection) {
            lines.end();
        }
    }

    private void resume(int mine) {
        synchronized (this) {
            if (mine != connection || closed) {
                return;
            }
        }
        start();
    }

    private synchronized int beginUnlessEnded() {
        return ended ? 0 : begin();
    }

    /** The number of a new connection, which silences all older ones; zero when closed. */
    private synchronized int begin() {
        cursor.rewind();
        return closed ? 0 : ++connection;
    }

    private void disconnect() {
        LogStream open;
        synchronized (this) {
            connection++;
            open = stream;
            stream = null;
        }
        if (open != null) {
            open.close();
        }
    }

    private void later(Runnable action) {
        CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, workers)
                .execute(action);
    }

    private CompletableFuture<Void> afterPause(Supplier<CompletableFuture<Void>> action) {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        later(() -> pause.complete(null));
        return pause.thenCompose(done -> action.get());
    }
}
