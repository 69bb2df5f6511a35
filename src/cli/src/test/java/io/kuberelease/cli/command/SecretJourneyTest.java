package io.kuberelease.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.adapters.slack.SlackSinks;
import io.kuberelease.adapters.webhook.WebhookSinks;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.page.ReleasePage;
import io.kuberelease.cli.terminal.OutputMode;
import io.kuberelease.cli.terminal.TerminalSinks;
import io.kuberelease.engine.Loop;
import io.kuberelease.engine.Ports;
import io.kuberelease.engine.Redactor;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.SinkHub;
import io.kuberelease.engine.StageActions;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Secret;
import io.kuberelease.model.StageId;
import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EventSink;
import io.kuberelease.port.StageControl;
import io.kuberelease.port.TestRunner;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.testkit.SamplePlan;
import io.kuberelease.testkit.slack.StrictSlack;
import io.kuberelease.view.Details;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One secret that a test prints in every way that programs know, looked for wherever a release is told of. */
class SecretJourneyTest {
    private static final String SECRET = "Zx9+kq/7Lm&w0=TrV5hunter";
    private static final int HALF = SECRET.length() / 2;
    private static final ReleasePlan PLAN = SamplePlan.toProduction();

    private static final List<String> PRINTED = List.of(
            "raw " + SECRET,
            "base64 " + Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)),
            "hex " + HexFormat.of().formatHex(SECRET.getBytes(UTF_8)),
            "HEX " + HexFormat.of().withUpperCase().formatHex(SECRET.getBytes(UTF_8)),
            "url " + URLEncoder.encode(SECRET, UTF_8),
            "divided " + SECRET.substring(0, HALF),
            SECRET.substring(HALF) + " and the end");

    @TempDir
    Path home;

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    private final ByteArrayOutputStream json = new ByteArrayOutputStream();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final Observed observed = new Observed();
    private final StrictSlack slack = StrictSlack.with("releases");
    private final HttpServer receiver = receiver();

    @AfterEach
    void close() {
        slack.close();
        receiver.stop(0);
        loop.shutdownNow();
        workers.shutdownNow();
    }

    @Test
    void nobodyIsToldASecretThatATestPrints() throws Exception {
        Path directory = home.resolve(".local/state/kube-release/polls")
                .resolve(PLAN.release().value());
        List<JournalEntry> entries = released(directory);
        Terminal terminal = new Terminal(home, home);
        terminal.run("status", "--app", "polls");

        Map<String, String> told = new LinkedHashMap<>();
        told.put("plain log", plain.toString(UTF_8));
        told.put("JSON lines", json.toString(UTF_8));
        told.put("webhook", String.join("\n", posted));
        told.put("Slack", slack.requests().toString());
        told.put(
                "page",
                new ApiCodec().write(ReleasePage.readOnly(new HostedRelease(entries, observed.details), Map.of())));
        told.put("journal", Files.readString(directory.resolve(FileJournal.FILE)));
        told.put("status", terminal.output() + terminal.complaint());
        told.put("status line", String.join("\n", observed.notes));

        assertThat(told).allSatisfy((where, text) -> {
            assertThat(text).as(where).isNotBlank().doesNotContain(forms());
            assertThat(text).as(where + " tells of the test").contains("test");
        });
        assertThat(told)
                .as("what the test said is told with dots")
                .extractingByKeys("plain log", "JSON lines", "Slack", "page", "journal", "status line")
                .allSatisfy(text -> assertThat(text).contains("••••"));
    }

    private static List<String> forms() {
        List<String> forms = new ArrayList<>(List.of(SECRET.substring(0, HALF), SECRET.substring(HALF)));
        PRINTED.stream()
                .limit(5)
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .forEach(forms::add);
        return forms;
    }

    private List<JournalEntry> released(Path directory) throws Exception {
        InstantSource clock = InstantSource.system();
        FileJournal journal = FileJournal.open(directory, new JournalCodec());
        SinkHub sinks = new SinkHub(List.of(
                TerminalSinks.create(OutputMode.PLAIN, new PrintStream(plain, true, UTF_8), Map.of(), clock),
                TerminalSinks.create(OutputMode.JSON, new PrintStream(json, true, UTF_8), Map.of(), clock),
                new WebhookSinks(new ApiCodec()::write, clock)
                        .to(
                                URI.create("http://127.0.0.1:"
                                        + receiver.getAddress().getPort() + "/"),
                                new Secret("0123456789abcdef"),
                                KeptClients.PLAIN),
                SlackSinks.bot(slack.api(), new Secret(StrictSlack.TOKEN), "#releases", Duration.ZERO),
                observed));
        try (journal) {
            journal.append(new JournalEntry(0, clock.instant(), new ReleaseEvent.Planned(PLAN)));
            Redactor redactor = new Redactor(Map.of("DB_PASSWORD", SECRET));
            ReleaseRun run = new ReleaseRun(
                    journal,
                    new StageActions(printing(new FakeWorld().ports()), workers, clock, redactor),
                    sinks,
                    clock,
                    Loop.among(loop, loop),
                    WaitMode.LEAVES);
            run.go().get(60, TimeUnit.SECONDS);
        } finally {
            sinks.close();
        }
        return FileJournal.read(directory, new JournalCodec());
    }

    private static Ports printing(Ports ports) {
        return new Ports(
                ports.builder(),
                ports.registry(),
                ports.charts(),
                ports.bundles(),
                ports.datastores(),
                (request, control) -> CompletableFuture.completedFuture(red(control)),
                ports.marks(),
                ports.deployer(),
                ports.tracker(),
                ports.probe(),
                ports.locks(),
                ports.records(),
                ports.approvals(),
                ports.evidence(),
                ports.prefetch(),
                ports.previews(),
                ports.previewContents(),
                ports.clusters());
    }

    /** It logs them, says one on the status line, and its report and last lines hold them too. */
    private static TestRunner.TestResult red(StageControl control) {
        PRINTED.forEach(line -> control.progress().log("test", line));
        PRINTED.stream().limit(5).forEach(line -> control.progress().note("test says " + line));
        TestFailure failure = new TestFailure("polls.LoginTest", "test of " + SECRET, PRINTED.get(1), PRINTED);
        return new TestRunner.TestResult(
                1, Optional.of(new TestSummary(47, 1, 0, List.of(failure))), PRINTED, List.of("unread " + SECRET));
    }

    private HttpServer receiver() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a page and a screen know beside the journal. */
    private static final class Observed implements EventSink {
        private final List<String> notes = new ArrayList<>();
        private Details details = Details.keeping(20);

        @Override
        public String name() {
            return "observed";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            return Map.of();
        }

        @Override
        public synchronized void log(StageId stage, String source, String line) {
            details = details.log(stage, line);
        }

        @Override
        public synchronized void note(StageId stage, String text) {
            details = details.note(stage, text);
            notes.add(text);
        }
    }
}
