package io.kuberelease.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.testkit.SamplePlan;
import io.kuberelease.view.Details;
import io.kuberelease.web.WebAssets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in to the page of the terminal, and what they see. */
class LocalPageTest {
    private static final Instant BEGUN = Instant.parse("2026-11-21T12:00:00Z");

    private final List<JournalEntry> journal = new CopyOnWriteArrayList<>(
            List.of(new JournalEntry(0, BEGUN, new ReleaseEvent.Planned(SamplePlan.toProduction()))));
    private final AtomicReference<Details> details = new AtomicReference<>(Details.NONE);

    @TempDir
    Path home;

    private LocalPage page;
    private URI address;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void serve() {
        page = LocalPage.of(
                () -> new HostedRelease(List.copyOf(journal), details.get()),
                new ReleaseDirectory(home.resolve("release")));
        address = page.address();
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void theAddressLetsOneBrowserInOnce() throws Exception {
        HttpResponse<String> first = get(address, "");
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();

        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(first.headers().firstValue("Location")).contains("/");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=").doesNotContain(token());
        assertThat(get(address, "").statusCode()).as("a second time").isEqualTo(403);
        assertThat(get(at("/"), "").statusCode()).as("without the cookie").isEqualTo(403);
        assertThat(get(at("/json"), "").statusCode()).isEqualTo(403);
        assertThat(get(at("/assets/" + WebAssets.digest() + "/main.js"), "").statusCode())
                .isEqualTo(403);
        assertThat(get(at("/"), cookie.replaceAll("=.*", "=" + "0".repeat(48))).statusCode())
                .as("with another cookie")
                .isEqualTo(403);
        HttpResponse<String> shown = get(at("/"), cookie);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).contains("polls 1.4.0", "main.js").doesNotContain(token());
        assertThat(get(at("/assets/" + WebAssets.digest() + "/main.js"), cookie).body())
                .contains("import");
        assertThat(get(at("/assets/../etc/passwd"), cookie).statusCode()).isEqualTo(404);
    }

    @Test
    void aTokenThatIsWrongLetsNobodyInAndUsesNothingUp() throws Exception {
        assertThat(get(at("/?token=" + "0".repeat(48)), "").statusCode()).isEqualTo(403);
        assertThat(get(at("/?token="), "").statusCode()).isEqualTo(403);
        assertThat(get(address, "").statusCode()).isEqualTo(303);
    }

    /** A name of an attacker's that leads to this machine: the browser says in Host what it believes to talk to. */
    @Test
    void aRequestUnderAnotherNameIsRefused() throws Exception {
        for (String host : List.of("evil.example:" + address.getPort(), "127.0.0.1", "localhost:1", "")) {
            assertThat(raw("GET", address.getRawPath() + "?" + address.getRawQuery(), "Host: " + host))
                    .as(host)
                    .startsWith("HTTP/1.1 421")
                    .doesNotContain("Set-Cookie");
        }
        assertThat(raw(
                        "GET",
                        address.getRawPath() + "?" + address.getRawQuery(),
                        "Host: localhost:" + address.getPort()))
                .as("and the address is good still")
                .startsWith("HTTP/1.1 303");
    }

    @Test
    void itCanBeLookedAtAndNoMore() throws Exception {
        String cookie = cookie();
        String host = "Host: 127.0.0.1:" + address.getPort() + "\r\nCookie: " + cookie;
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "HEAD")) {
            assertThat(raw(method, "/json", host + "\r\nContent-Length: 0"))
                    .as(method)
                    .startsWith("HTTP/1.1 405");
        }
        assertThat(get(at("/json"), cookie).body()).contains("\"offers\":[]").doesNotContain("\"url\"");
        assertThat(get(at("/"), cookie).headers().map())
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .hasEntrySatisfying("content-security-policy", policy -> assertThat(policy.get(0))
                        .contains("default-src 'none'", "frame-ancestors 'none'"));
    }

    @Test
    void itIsTrueWhileTheReleaseRunsAndAsksForNothingTwice() throws Exception {
        String cookie = cookie();
        HttpResponse<String> first = get(at("/json"), cookie);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same = get(at("/json"), cookie, "If-None-Match", tag);
        journal.add(new JournalEntry(1, BEGUN.plusSeconds(3), new ReleaseEvent.Ended(ReleaseResult.ABORTED)));
        HttpResponse<String> changed = get(at("/json"), cookie, "If-None-Match", tag);

        assertThat(first.body()).contains("\"status\":\"running\"");
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(changed.body()).contains("\"status\":\"aborted\"");
    }

    /** Nothing is written to the journal meanwhile. */
    @Test
    void theLinesOfARunningStageAppearAsTheyCome() throws Exception {
        String cookie = cookie();
        StageId stage = SamplePlan.toProduction().stages().get(0).id();
        journal.add(new JournalEntry(1, BEGUN, new ReleaseEvent.StageStarted(stage, 1)));
        String tag = get(at("/json"), cookie).headers().firstValue("ETag").orElseThrow();
        details.set(Details.NONE.log(stage, "Step 3/7 : RUN make"));

        HttpResponse<String> changed = get(at("/json"), cookie, "If-None-Match", tag);

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("\"log\":[\"Step 3/7 : RUN make\"]");
    }

    @Test
    void theEvidenceOfAFailureIsReadAsTextAndNothingElseIs() throws Exception {
        StageId stage = SamplePlan.toProduction().stages().get(0).id();
        Cause cause = Cause.of(CauseKind.CRASH_LOOP, "it crashed");
        journal.add(new JournalEntry(1, BEGUN, new ReleaseEvent.StageStarted(stage, 1)));
        journal.add(new JournalEntry(2, BEGUN, new ReleaseEvent.StageEnded(stage, 1, new StageOutcome.Failed(cause))));
        Path evidence = Files.createDirectories(home.resolve("release/evidence"));
        Files.writeString(evidence.resolve(stage + ".txt"), "<script>alert(1)</script> \u001b[31mred\n");
        Files.writeString(home.resolve("release/secret.txt"), "a secret");
        StageId other = SamplePlan.toProduction().stages().get(1).id();
        Files.createSymbolicLink(evidence.resolve(other + ".txt"), home.resolve("release/secret.txt"));
        String cookie = cookie();
        String link = "evidence?release=r1&stage=" + stage;

        assertThat(get(at("/json"), cookie).body())
                .contains("\"evidence/" + stage + "\":\"" + link + "\"")
                .doesNotContain("\"console\"");
        HttpResponse<String> seen = get(at("/" + link), cookie);
        assertThat(seen.body()).isEqualTo("<script>alert(1)</script> red\n");
        assertThat(seen.headers().map())
                .containsEntry("content-type", List.of("text/plain;charset=utf-8"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("content-security-policy", List.of("default-src 'none'; sandbox"));
        assertThat(get(at("/" + link), "").statusCode())
                .as("without the cookie")
                .isEqualTo(403);
        for (String path : List.of(
                "evidence",
                "evidence?release=r1",
                "evidence?release=r1&stage=../secret",
                "evidence?release=r1&stage=..%2Fsecret",
                "evidence?release=..%2Fr1&stage=" + stage,
                "evidence?release=r1&stage=" + stage + "%00",
                "evidence?release=r1&stage=" + other,
                "evidence/../secret.txt",
                "evidence/" + stage + ".txt",
                "console?release=r1",
                "console?release=..")) {
            HttpResponse<String> answer = get(at("/" + path), cookie);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).doesNotContain("a secret");
        }
        Files.writeString(home.resolve("release/console.log"), "as it went on\n");
        assertThat(get(at("/json"), cookie).body()).contains("\"console\":\"console?release=r1\"");
        assertThat(get(at("/console?release=r1"), cookie).body()).isEqualTo("as it went on\n");
    }

    /** A cluster may be away when somebody reloads the page; a connection that ends without a word tells nothing. */
    @Test
    void itSaysWhyAReleaseCanNotBeReadNow() throws Exception {
        Supplier<HostedRelease> away = () -> {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "staging does not answer"), Duration.ZERO);
        };
        try (LocalPage unread = LocalPage.of(away, new ReleaseDirectory(home))) {
            String cookie =
                    get(unread.address(), "").headers().firstValue("Set-Cookie").orElseThrow();
            for (String path : List.of("/", "/json")) {
                HttpResponse<String> answer = get(unread.address().resolve(path), cookie.split(";", 2)[0]);
                assertThat(answer.statusCode()).as(path).isEqualTo(503);
                assertThat(answer.body()).contains("staging does not answer");
            }
        }
    }

    @Test
    void nobodyReachesItWhenItIsClosed() {
        page.close();

        assertThatThrownBy(() -> get(address, "")).isInstanceOf(ConnectException.class);
    }

    @Test
    void aBrowserIsBegunWhereSomebodySitsAtAScreen() {
        assertThat(new BrowserOpener(Map.of(), home).program("Linux")).isEmpty();
        assertThat(new BrowserOpener(Map.of("DISPLAY", ":0"), home).program("Linux"))
                .contains("xdg-open");
        assertThat(new BrowserOpener(Map.of("WAYLAND_DISPLAY", "wayland-0"), home).program("Linux"))
                .contains("xdg-open");
        assertThat(new BrowserOpener(Map.of(), home).program("Mac OS X")).contains("open");
    }

    @Test
    void aBrowserWithATemporaryDirectoryOfItsOwnIsLedFromTheHome() throws Exception {
        try (BrowserOpener browser = new BrowserOpener(Map.of("DISPLAY", ":0"), home, home)) {
            browser.open(address, Duration.ZERO);
            try (Stream<Path> files = Files.list(home)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .singleElement()
                        .asString()
                        .startsWith("kube-release-page-");
            }
        }
        assertThat(home).isEmptyDirectory();
    }

    /** A release may wait for a person with nobody at the terminal: the program ends, its page should be up to date. */
    @Test
    void theProgramStaysUntilThePageHasAskedOnceMore() throws Exception {
        page.awaitLastLook(Long.MAX_VALUE);
        String cookie = cookie();
        get(at("/json"), cookie);
        Thread waits = new Thread(() -> {
            try {
                page.awaitLastLook(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waits.start();
        for (Instant end = Instant.now().plusSeconds(60);
                waits.isAlive() && Instant.now().isBefore(end); ) {
            get(at("/json"), cookie);
            waits.join(100);
        }

        assertThat(waits.isAlive()).as("waits still").isFalse();
    }

    private String cookie() throws Exception {
        return get(address, "").headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private String token() {
        return address.getQuery().split("=", 2)[1];
    }

    private URI at(String path) {
        return address.resolve(path);
    }

    private HttpResponse<String> get(URI where, String cookie, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(where);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie.split(";", 2)[0]);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** With headers that Java's client does not let anybody set. */
    private String raw(String method, String path, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
