package io.kuberelease.adapters.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.adapters.http.ConnectProxy;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.adapters.http.ProxiedHttp;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import io.kuberelease.testkit.JournalBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a webhook is told, and what becomes of it when the receiver is slow, wrong or gone. */
class WebhookSinkTest {
    private static final WebhookQueue.Backoff QUICK =
            new WebhookQueue.Backoff(Duration.ofMillis(20), Duration.ofMillis(200));

    private final Receiver receiver = receiver();
    private long told;

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void tellsEachEventInOrderSignedWithTheKey() {
        tell(sink(Receiver.KEY), finished());

        List<String> told = receiver.taken().stream()
                .map(taken -> taken.event().path("type").asText() + " "
                        + taken.event().path("stage").asText() + " "
                        + taken.event().path("status").asText())
                .toList();
        assertThat(told).first().isEqualTo("planned  running");
        assertThat(told).contains("stage-started build running", "stage-ended build running");
        assertThat(told).last().isEqualTo("ended  succeeded");
        assertThat(receiver.taken())
                .extracting(taken -> taken.event().path("number").asLong())
                .isSorted();
        assertThat(receiver.taken().get(0).event().path("form").asInt()).isEqualTo(1);
    }

    @Test
    void saysThatAReleaseWaitsForAPerson() {
        tell(sink(Receiver.KEY), waiting());

        assertThat(receiver.taken()).last().satisfies(taken -> {
            assertThat(taken.event().path("status").asText()).isEqualTo("waiting");
            assertThat(taken.event().path("outcome").asText()).isEqualTo("waiting");
            assertThat(taken.event().path("headline").asText()).contains("production");
        });
    }

    @Test
    void triesAgainUntilTheReceiverIsBackAndKeepsTheOrder() throws InterruptedException {
        receiver.answers(503, "");
        receiver.answers(500, "");
        receiver.answers(429, "1");
        List<Throwable> troubles = tell(sink(Receiver.KEY), finished());

        receiver.awaitTaken(finished().size());
        assertThat(receiver.requests().subList(0, 4))
                .containsOnly(receiver.taken().get(0).delivery());
        assertThat(receiver.taken()).extracting(Receiver.Taken::delivery).doesNotHaveDuplicates();
        assertThat(troubles).allSatisfy(trouble -> assertThat(trouble).hasMessageContaining("127.0.0.1"));
    }

    @Test
    void aReceiverThatSaysNoIsNotAskedTwiceAndTheKeyIsNotShown() throws InterruptedException {
        EventSink sink = sink("another key");
        List<JournalEntry> entries = finished();
        // A trouble is told with one of the entries that follow it: with the first ones too, when the receiver is
        // quick.
        List<Throwable> troubles = new ArrayList<>(tellAll(sink, entries));
        receiver.awaitRequests(2);
        troubles.addAll(tell(sink, entries));

        assertThat(receiver.taken()).isEmpty();
        assertThat(receiver.requests()).hasSize(entries.size() * 2);
        assertThat(troubles).isNotEmpty().allSatisfy(trouble -> assertThat(trouble)
                .hasMessageContaining("HTTP 401")
                .hasMessageContaining("KUBE_RELEASE_WEBHOOK_SECRET")
                .message()
                .doesNotContain("another key"));
    }

    @Test
    void aReceiverBehindTheCompanysProxyIsToldThroughIt() throws InterruptedException {
        try (ConnectProxy proxy = new ConnectProxy(receiver.address().getPort())) {
            ProxiedHttp connections = new ProxiedHttp(new Proxies(proxy.variables()));
            tell(sinks().to(URI.create("http://lights.corp/hook"), new Secret(Receiver.KEY), connections), finished());

            receiver.awaitTaken(finished().size());
            assertThat(receiver.taken()).hasSameSizeAs(finished());
            assertThat(proxy.asked()).containsOnly("POST http://lights.corp/hook");
        }
    }

    @Test
    void withoutAKeyNobodyIsToldAndThatIsSaidOnce() {
        EventSink sink = sinks().unsigned(receiver.address(), "the key is missing; perhaps you should set it");
        JournalEntry first = finished().get(0);
        ReleaseState state = ReleaseState.of(List.of(first));

        assertThatThrownBy(() -> sink.event(first, state))
                .hasMessageEndingWith("the key is missing; perhaps you should set it, or remove notify.webhook");
        assertThatCode(() -> sink.event(first, state)).doesNotThrowAnyException();
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void whatIsAboutSinksIsNotTold() {
        List<JournalEntry> entries = new ArrayList<>(finished().subList(0, 1));
        entries.add(new JournalEntry(1, Instant.now(), new ReleaseEvent.SinkTroubled("webhook", "gone")));

        tell(sink(Receiver.KEY), entries);

        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void theOldestAreLeftOutWhenTheReceiverStaysAway() {
        WebhookClient nobody = new WebhookClient(
                URI.create("http://127.0.0.1:1/"), new Signature(new Secret("k")), InstantSource.system());
        try (WebhookQueue webhookQueue =
                new WebhookQueue(nobody, new WebhookQueue.Backoff(Duration.ofHours(1), Duration.ofHours(1)))) {
            for (int i = 0; i <= 1000; i++) {
                webhookQueue.put(new WebhookQueue.WebhookDelivery("r/" + i, "{}"));
            }

            assertThat(webhookQueue.takeTrouble())
                    .hasValueSatisfying(trouble -> assertThat(trouble).hasMessageContaining("oldest events"));
        }
    }

    @Test
    void whatNobodyThoughtOfIsToldAndKeepsNothingWaiting() throws InterruptedException {
        WebhookClient unable = new WebhookClient(
                URI.create("ftp://127.0.0.1/"), new Signature(new Secret("k")), InstantSource.system());
        try (WebhookQueue webhookQueue = new WebhookQueue(unable, QUICK)) {
            webhookQueue.put(new WebhookQueue.WebhookDelivery("r/0", "{}"));
            webhookQueue.put(new WebhookQueue.WebhookDelivery("r/1", "{}"));
            long begun = System.nanoTime();
            webhookQueue.awaitEmpty(Duration.ofSeconds(60));

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
            assertThat(webhookQueue.takeTrouble())
                    .hasValueSatisfying(trouble -> assertThat(trouble).hasMessageContaining("was not told"));
        }
    }

    @Test
    void aThreadIsHeldOnlyWhileThereIsSomethingToBring() throws Exception {
        EventSink sink = sink(Receiver.KEY);
        tellAll(sink, waiting());
        awaitRequests();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("webhook")) {
                thread.join(20_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
        sink.close();
    }

    @Test
    void theWaitDoublesUpToItsEndAndHeedsTheReceiver() {
        WebhookQueue.Backoff backoff = WebhookQueue.Backoff.USUAL;

        assertThat(backoff.after(1, Duration.ZERO)).hasSeconds(1);
        assertThat(backoff.after(4, Duration.ZERO)).hasSeconds(8);
        assertThat(backoff.after(500, Duration.ZERO)).hasSeconds(30);
        assertThat(backoff.after(1, Duration.ofSeconds(12))).hasSeconds(12);
    }

    /** {@code printf '1795254000.{"a":1}' | openssl dgst -sha256 -hmac sesame} */
    @Test
    void theSignatureIsTheOneThatOpensslMakes() {
        Signature signature = new Signature(new Secret("sesame"));

        assertThat(signature.of("{\"a\":1}", Instant.ofEpochSecond(1795254000)))
                .isEqualTo("t=1795254000,v1=ceb6696176edbf301302aded38d02609fd2c19eb17ca3d11bdbbce55ff5f9fc4");
    }

    private EventSink sink(String key) {
        return sinks().to(receiver.address(), new Secret(key), KeptClients.PLAIN);
    }

    private static WebhookSinks sinks() {
        return new WebhookSinks(new ApiCodec()::write, InstantSource.system(), QUICK);
    }

    private static List<JournalEntry> finished() {
        return JournalBuilder.begins().bundled().over(ReleaseResult.SUCCEEDED).entries();
    }

    private static List<JournalEntry> waiting() {
        return JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .compared("production", 2, false)
                .waits("production")
                .entries();
    }

    /** Tells all of them and closes the sink; what it threw. */
    private List<Throwable> tell(EventSink sink, List<JournalEntry> entries) {
        List<Throwable> troubles = tellAll(sink, entries);
        awaitRequests();
        sink.close();
        return troubles;
    }

    private List<Throwable> tellAll(EventSink sink, List<JournalEntry> entries) {
        told += entries.stream()
                .filter(entry -> !(entry.event() instanceof ReleaseEvent.SinkTroubled))
                .count();
        List<Throwable> troubles = new ArrayList<>();
        ReleaseState state = ReleaseState.of(entries.subList(0, 1));
        for (JournalEntry entry : entries) {
            ReleaseState next = entry.number() == 0 ? state : state.after(entry);
            state = next;
            Optional.ofNullable(catchThrowable(() -> sink.event(entry, next))).ifPresent(troubles::add);
        }
        return troubles;
    }

    /** A machine that is busy may take longer than a sink waits at its end. */
    private void awaitRequests() {
        try {
            receiver.awaitRequests(Math.toIntExact(told));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Receiver receiver() {
        try {
            return new Receiver();
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
