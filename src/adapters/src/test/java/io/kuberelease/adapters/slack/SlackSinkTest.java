package io.kuberelease.adapters.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.http.ConnectProxy;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.adapters.http.ProxiedHttp;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import io.kuberelease.testkit.JournalBuilder;
import io.kuberelease.testkit.slack.PostedMessage;
import io.kuberelease.testkit.slack.StrictSlack;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackSinkTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Cause CRASH = new Cause(
            CauseKind.CRASH_LOOP,
            "container web of pod polls-7d9c ended 3 times with exit code 1",
            List.of(new Evidence("pod polls-7d9c container web, last lines", List.of("KeyError: <SECRET_KEY> & co"))),
            Optional.of("set SECRET_KEY"));

    private final StrictSlack slack = StrictSlack.with("releases", "other");

    @AfterEach
    void close() {
        slack.close();
    }

    @Test
    void aReleaseIsOneMessageThatIsEditedWithEachStageInItsThread() throws Exception {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .compared("production", 2, false)
                .done("production.approval", "production.lock")
                .starts("production.deploy")
                .deployed("production", 3)
                .over(ReleaseResult.SUCCEEDED);

        tell(bot(AT_ONCE), journalBuilder);

        assertThat(inChannel()).hasSize(1);
        PostedMessage overview = inChannel().get(0);
        assertThat(overview.edits()).isPositive();
        assertThat(overview.text()).startsWith("polls 1.4.0 is in staging and production");
        assertThat(inThread())
                .extracting(PostedMessage::text)
                .containsExactly(
                        "polls 1.4.0 datastores: postgres 15, redis 7",
                        "polls 1.4.0 build: sha256:99999999, 6 of 7 steps reused, buildkit",
                        "polls 1.4.0 test: 48 passed",
                        "polls 1.4.0 bundle: sha256:77777777, chart polls 1.4.0",
                        "polls 1.4.0 staging: revision 4, verified",
                        "polls 1.4.0 production: revision 3, verified");
        assertThat(inThread()).noneMatch(PostedMessage::broadcast);
        assertNothingWasRefused();
    }

    @Test
    void aThreadIsHeldOnlyWhileThereIsSomethingToBring() throws Exception {
        List<Thread> others = carriers();
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled();
        int told = journalBuilder.entries().size();
        EventSink sink = bot(AT_ONCE);
        tell(sink, journalBuilder);
        List<Thread> ours =
                carriers().stream().filter(thread -> !others.contains(thread)).toList();
        for (Thread thread : ours) {
            thread.join(20_000);
        }
        int edits = inChannel().get(0).edits();

        tell(sink, journalBuilder.over(ReleaseResult.FAILED), told);
        await(() -> inChannel().get(0).edits() > edits);

        assertThat(ours).hasSize(1).noneMatch(Thread::isAlive);
        sink.close();
    }

    private static List<Thread> carriers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("slack"))
                .toList();
    }

    @Test
    void whoHasToActIsToldByABroadcastWithTheCommand() throws Exception {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .compared("production", 2, false)
                .waits("production");

        tell(bot(AT_ONCE), journalBuilder);

        assertThat(inThread())
                .filteredOn(PostedMessage::broadcast)
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.text()).contains("production", "waits for approval by release-managers");
                    assertThat(message.content().toString()).contains("kube-release approve r1");
                });
        assertNothingWasRefused();
    }

    @Test
    void whereThereArePagesButtonsLeadToThemAndNoCommandIsTold() throws Exception {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .compared("production", 2, false)
                .waits("production");

        tell(
                SlackSinks.bot(slack.api(), new Secret(StrictSlack.TOKEN), "releases", AT_ONCE, withPages()),
                journalBuilder);

        assertThat(inChannel().get(0).content().toString()).contains("https://ci.example/page?of=r1");
        assertThat(inThread())
                .filteredOn(PostedMessage::broadcast)
                .singleElement()
                .satisfies(message -> assertThat(message.content().toString())
                        .contains("https://ci.example/decide?of=r1&in=production", "Review and decide")
                        .doesNotContain("kube-release approve"));
        assertNothingWasRefused();
    }

    @Test
    void aFailureIsBroadcastWithItsEvidenceEscapedForSlack() throws Exception {
        JournalBuilder journalBuilder = failing(CRASH);

        tell(bot(AT_ONCE), journalBuilder);

        assertThat(inThread())
                .filteredOn(PostedMessage::broadcast)
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.text()).isEqualTo("polls 1.4.0 staging: crash loop");
                    assertThat(message.content().toString())
                            .contains("KeyError: &lt;SECRET_KEY&gt; &amp; co", "Perhaps you should set SECRET_KEY");
                });
        assertNothingWasRefused();
    }

    @Test
    void whateverEvidenceHoldsTheMessageStaysWithinSlacksLimits() throws Exception {
        List<String> long200 = IntStream.range(0, 200)
                .mapToObj(line -> "```<!channel>&" + "x".repeat(200))
                .toList();
        Cause huge = new Cause(
                CauseKind.BUILD_FAILED,
                "<".repeat(5000),
                List.of(new Evidence("&".repeat(5000), long200), new Evidence("two", List.of("\033[31m\u202e"))),
                Optional.of("x".repeat(5000)));

        tell(bot(AT_ONCE), failing(huge));

        assertNothingWasRefused();
        assertThat(allContent()).doesNotContain("<!channel>").doesNotContain("\\u001B");
    }

    @Test
    void aResumedReleaseGoesOnWithTheSameMessageAndRepeatsNothing() throws Exception {
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled();
        Map<String, String> notes = tell(bot(AT_ONCE), journalBuilder);
        await(() -> inThread().size() == 4);

        journalBuilder.notes("slack", notes);
        int resumed = journalBuilder.entries().size();
        journalBuilder.deploying("staging", 4).deployed("staging", 4).waits("production");
        tell(bot(AT_ONCE), journalBuilder, resumed);

        assertThat(inChannel()).hasSize(1);
        assertThat(inThread()).extracting(PostedMessage::text).doesNotHaveDuplicates();
        assertThat(inThread()).anyMatch(message -> message.text().contains("staging: revision 4"));
    }

    @Test
    void whatIsOvertakenWhileAPauseIsKeptIsNeverSent() throws Exception {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .waits("production");

        tell(bot(Duration.ofSeconds(2)), journalBuilder);
        await(() -> inThread().size() == 6);

        assertThat(inChannel().get(0).edits()).isLessThanOrEqualTo(2);
    }

    @Test
    void aRateLimitIsHonouredWithoutHoldingTheReleaseUp() throws Exception {
        slack.limitRate(1, 5);
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .waits("production");
        long began = System.nanoTime();

        EventSink sink = bot(AT_ONCE);
        tell(sink, journalBuilder);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        await(() -> !inChannel().isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(4990));
    }

    @Test
    void aWrongTokenIsToldWithSlacksWordForItAndWhatToDo() {
        EventSink sink = SlackSinks.bot(slack.api(), new Secret("xoxb-wrong"), "#releases", AT_ONCE);

        assertThatThrownBy(() -> tell(sink, JournalBuilder.begins().starts("build")))
                .hasMessageContaining("invalid_auth")
                .hasMessageContaining("SLACK_BOT_TOKEN")
                .hasMessageNotContaining("xoxb-wrong");
    }

    @Test
    void anUnknownChannelIsToldWithItsName() {
        EventSink sink = SlackSinks.bot(slack.api(), new Secret(StrictSlack.TOKEN), "#nowhere", AT_ONCE);

        assertThatThrownBy(() -> tell(sink, JournalBuilder.begins().starts("build")))
                .hasMessageContaining("channel_not_found")
                .hasMessageContaining("#nowhere");
    }

    @Test
    void aServerThatSwallowsRequestsIsGivenUpWithinSecondsAndTroublesOnce() throws Exception {
        slack.swallowRequests();
        EventSink sink = bot(AT_ONCE);
        long began = System.nanoTime();

        assertThatThrownBy(() -> tell(sink, JournalBuilder.begins().starts("build")))
                .hasMessageContaining("no answer within 2 s");

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        tell(sink, JournalBuilder.begins().bundled());
    }

    @Test
    void aMessageThatSomebodyDeletedIsPostedAnew() throws Exception {
        EventSink sink = bot(AT_ONCE);
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled();
        tell(sink, journalBuilder);
        await(() -> inThread().size() == 4);
        slack.delete(inChannel().get(0).ts());

        int told = journalBuilder.entries().size();
        journalBuilder.deploying("staging", 4).deployed("staging", 4).waits("production");
        tell(sink, journalBuilder, told);

        assertThat(inChannel()).hasSize(1);
        assertThat(inChannel().get(0).text()).contains("waits for approval");
    }

    @Test
    void aWebhookGetsAMessageForEachStage() throws Exception {
        EventSink sink = SlackSinks.webhook(new Secret(slack.webhook().toString()), AT_ONCE);

        tell(sink, failing(CRASH));

        assertThat(slack.messages())
                .extracting(PostedMessage::text)
                .contains(
                        ":rocket: polls 1.4.0 → staging, production",
                        "polls 1.4.0 build: sha256:99999999, " + "6 of 7 steps reused, buildkit",
                        "polls 1.4.0 staging: crash loop")
                .last()
                .asString()
                .startsWith("polls 1.4.0 failed in staging");
    }

    @Test
    void aWebhookThatIsGoneIsToldWithoutItsAddress() {
        EventSink sink = SlackSinks.webhook(new Secret(slack.webhook() + "Y"), AT_ONCE);

        assertThatThrownBy(() -> tell(sink, JournalBuilder.begins().starts("build")))
                .hasMessageContaining("no_service")
                .hasMessageContaining("SLACK_WEBHOOK_URL")
                .hasMessageNotContaining("/services/");
    }

    @Test
    void slackBehindTheCompanysProxyIsToldThroughIt() throws Exception {
        try (ConnectProxy proxy = new ConnectProxy(slack.api().getPort())) {
            Map<String, String> environment = new HashMap<>(proxy.variables());
            environment.put("SLACK_BOT_TOKEN", StrictSlack.TOKEN);
            environment.put("KUBE_RELEASE_SLACK_API", "http://slack.corp/api/");

            tell(
                    SlackSinks.from(environment, "#releases", new ProxiedHttp(new Proxies(environment))),
                    JournalBuilder.begins().starts("build"));

            await(() -> !inChannel().isEmpty());
            assertThat(proxy.asked()).isNotEmpty().allMatch(asked -> asked.startsWith("POST http://slack.corp/api/"));
        }
    }

    @Test
    void releasesThatWaitHaveNoThreadsForTheirConnections() throws Exception {
        tell(bot(AT_ONCE), JournalBuilder.begins().starts("build"));
        await(() -> !inChannel().isEmpty());
        long before = selectors();

        List<EventSink> releases =
                IntStream.range(0, 20).mapToObj(i -> bot(AT_ONCE)).toList();
        for (EventSink release : releases) {
            tell(release, JournalBuilder.begins().starts("build"));
        }

        await(() -> inChannel().size() == 21);
        assertThat(selectors()).isEqualTo(before);
        // None is gone only because nothing holds its sink any more.
        assertThat(releases).hasSize(20);
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-SelectorManager"))
                .count();
    }

    @Test
    void withoutTokenAndWebhookTheJournalSaysWhatIsMissing() {
        EventSink sink = SlackSinks.from(Map.of(), "#releases", KeptClients.PLAIN);

        assertThatThrownBy(() -> tell(sink, JournalBuilder.begins().starts("build")))
                .hasMessageContaining("SLACK_BOT_TOKEN");
    }

    private EventSink bot(Duration pace) {
        return SlackSinks.bot(slack.api(), new Secret(StrictSlack.TOKEN), "#releases", pace);
    }

    private static JournalBuilder failing(Cause cause) {
        return JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .after(5)
                .fails("staging.deploy", cause)
                .done("staging.record", "staging.unlock")
                .over(ReleaseResult.FAILED);
    }

    private static Map<String, String> tell(EventSink sink, JournalBuilder journalBuilder) throws InterruptedException {
        return tell(sink, journalBuilder, 1);
    }

    private static Map<String, String> tell(EventSink sink, JournalBuilder journalBuilder, int from)
            throws InterruptedException {
        Map<String, String> notes = new HashMap<>();
        ReleaseState state = ReleaseState.of(journalBuilder.entries().subList(0, from));
        for (JournalEntry entry :
                journalBuilder.entries().subList(from, journalBuilder.entries().size())) {
            state = state.after(entry);
            notes.putAll(sink.event(entry, state));
        }
        return notes;
    }

    private static SlackHost withPages() {
        return new SlackHost(KeptClients.PLAIN, new ReleaseLinks() {
            @Override
            public Optional<URI> page(ReleaseId release) {
                return Optional.of(URI.create("https://ci.example/page?of=" + release));
            }

            @Override
            public Optional<URI> decision(ReleaseId release, String environment) {
                return Optional.of(URI.create("https://ci.example/decide?of=" + release + "&in=" + environment));
            }
        });
    }

    private List<PostedMessage> inChannel() {
        return slack.messages().stream()
                .filter(message -> message.thread().isEmpty())
                .toList();
    }

    private List<PostedMessage> inThread() {
        return slack.messages().stream()
                .filter(message -> message.thread().isPresent())
                .toList();
    }

    private String allContent() {
        return slack.messages().stream()
                .map(message -> message.content().toString())
                .collect(Collectors.joining());
    }

    private void assertNothingWasRefused() {
        assertThat(slack.requests())
                .extracting(StrictSlack.Request::answer)
                .allMatch(answer -> answer.contains("\"ok\":true") && !answer.contains("warning"));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
