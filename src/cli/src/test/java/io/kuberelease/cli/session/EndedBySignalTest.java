package io.kuberelease.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.cli.Main;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.testkit.SamplePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a supervisor ends it: systemd, a CI's cancel button, a container that is stopped. */
@Timeout(120)
class EndedBySignalTest {
    private static final int NEVER = 0;
    private static final ReleasePlan PLAN = SamplePlan.toProduction();

    @TempDir
    Path home;

    private Path directory;

    @BeforeEach
    void begun() {
        directory = home.resolve(".local/state/kube-release/polls")
                .resolve(PLAN.release().value());
        try (FileJournal journal = FileJournal.open(directory, new JournalCodec())) {
            journal.append(new JournalEntry(0, Instant.parse("2026-11-21T12:00:00Z"), new ReleaseEvent.Planned(PLAN)));
        }
    }

    @Test
    void aReleaseThatComesToRestSaysByWhatItWasStopped() throws Exception {
        Ended ended = endedBySigterm(503);

        assertThat(ended.output())
                .contains("polls 1.4.0 was stopped by SIGTERM")
                .doesNotContain("Ended by SIGTERM before");
        assertThat(ended.exitCode()).isEqualTo(143);
    }

    @Test
    void aReleaseThatDoesNotComeToRestSaysByWhatItWasEndedAndHowToGoOn() throws Exception {
        Ended ended = endedBySigterm(NEVER);

        assertThat(ended.output())
                .contains("Ended by SIGTERM before everything had come to rest. Go on with: kube-release resume r1");
        assertThat(ended.exitCode()).isEqualTo(143);
        assertThat(FileJournal.read(directory, new JournalCodec()))
                .extracting(JournalEntry::event)
                .contains(new ReleaseEvent.AbortRequested("SIGTERM"))
                .noneMatch(ReleaseEvent.Ended.class::isInstance);
    }

    private record Ended(int exitCode, String output) {}

    private Ended endedBySigterm(int refusal) throws Exception {
        Path out = home.resolve("out");
        try (BusyCluster cluster = new BusyCluster(refusal)) {
            Process program = program(cluster.port(), out);
            try {
                assertThat(cluster.asked.await(60, TimeUnit.SECONDS))
                        .as("a stage is under way")
                        .isTrue();
                new ProcessBuilder("kill", "-TERM", String.valueOf(program.pid()))
                        .start()
                        .waitFor();
                assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            } finally {
                program.destroyForcibly();
            }
            return new Ended(program.exitValue(), Files.readString(out));
        }
    }

    /** Holds nothing, and lets nobody add to that. */
    private static final class BusyCluster implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private final int refusal;

        BusyCluster(int refusal) throws IOException {
            this.refusal = refusal;
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            String method = exchange.getRequestMethod();
            if (method.equals("POST")) {
                asked.countDown();
            }
            if (refusal == NEVER && !method.equals("GET")) {
                awaitTheEnd();
            }
            int status = method.equals("POST") ? Math.max(refusal, 400) : method.equals("DELETE") ? 200 : 404;
            byte[] words = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":%d}"
                    .formatted(status)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, words.length);
            exchange.getResponseBody().write(words);
            exchange.close();
        }

        private void awaitTheEnd() {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            over.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private Process program(int port, Path out) throws IOException {
        Path kubeconfig = Files.writeString(home.resolve("kubeconfig"), """
            apiVersion: v1
            kind: Config
            current-context: ci
            clusters:
            - {name: stuck, cluster: {server: "http://127.0.0.1:%d"}}
            users:
            - {name: nobody, user: {token: no-such-token}}
            contexts:
            - {name: ci, context: {cluster: stuck, user: nobody}}
            - {name: staging, context: {cluster: stuck, user: nobody}}
            - {name: production, context: {cluster: stuck, user: nobody}}
            """.formatted(port));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "resume",
                        "--app",
                        "polls",
                        "--no-input"))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        // No builder is found: what is under way waits for the cluster alone.
        builder.environment().put("PATH", home.toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().keySet().removeIf(name -> name.equals("XDG_STATE_HOME") || name.matches("(?i).*_proxy"));
        return builder.start();
    }
}
