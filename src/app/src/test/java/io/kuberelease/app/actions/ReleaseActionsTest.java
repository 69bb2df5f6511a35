package io.kuberelease.app.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.actions.ReleaseActions.Request;
import io.kuberelease.app.page.DecisionPage;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.view.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is done counts for what was shown, and for nothing that came in its place. */
class ReleaseActionsTest {
    private static final String RELEASE = "261121-122407-2af94bf";
    private static final String HASH = "sha256:179f1002f59bbc495ef83bbf603752a71623ac5c963e9c2a387c8ebf9b498549";
    private static final String BUNDLE = "sha256:e8148d7620e0087949ae142ab04d15880a58a28b706fe3130a96baf85548bea0";

    private FakeReleases releases = new FakeReleases(List.of(), List.of());

    @Test
    void whatTheQuestionSendsIsWhatTheAnswerIsHeldTo() throws IOException {
        ReleaseActions<String> actions = on("waiting", true);
        Map<String, String> fields = DecisionPage.of(actions, ActionKind.APPROVE, RELEASE, "production")
                .fields();

        assertThat(fields)
                .containsExactly(
                        Map.entry("release", RELEASE), Map.entry("environment", "production"), Map.entry("diff", HASH));
        actions.decide(
                new Request(
                        fields.get("release"), fields.get("environment"), fields.get("diff"), " after lunch ", "", ""),
                true);

        assertThat(releases.deeds).containsExactly("approve production.approval by mia: after lunch");
    }

    @Test
    void aDecisionAboutAnotherChangeIsRefused() throws IOException {
        ReleaseActions<String> actions = on("waiting", true);

        assertThatThrownBy(() -> actions.decide(shown("production", "sha256:" + "0".repeat(64)), true))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("is not what you were shown any more");
        assertThatThrownBy(() -> actions.decide(shown("staging", HASH), true))
                .hasMessageContaining("release " + RELEASE + " does not wait for an approval in staging");
        assertThat(releases.deeds).isEmpty();
    }

    @Test
    void whoeverTheRuleDoesNotNameIsToldWhomItNames() throws IOException {
        ReleaseActions<String> actions = on("waiting", false);

        assertThatThrownBy(() -> DecisionPage.of(actions, ActionKind.APPROVE, RELEASE, "production"))
                .hasMessageContaining("you are known as mia; the approval is for release-managers");
    }

    @Test
    void aBundleIsTakenOutOnlyWhereItWasSeen() throws IOException {
        ReleaseActions<String> actions = on("succeeded", true);

        assertThatThrownBy(() -> actions.rollback(seen("sha256:" + "0".repeat(64))))
                .hasMessageContaining("what is to be taken out of staging");
        actions.rollback(seen(BUNDLE));

        assertThat(releases.deeds).containsExactly("rollback of sha256:e8148d76 in staging by mia");
    }

    @Test
    void whatIsOverIsNotAbortedAndWhatIsUnderWayNotRolledBack() throws IOException {
        ReleaseActions<String> over = on("succeeded", true);
        assertThatThrownBy(() -> over.abort(Request.about(RELEASE, "")))
                .hasMessageContaining("the release is over already");

        ReleaseActions<String> waiting = on("waiting", true);
        assertThatThrownBy(() -> waiting.rollback(seen(BUNDLE))).hasMessageContaining("the release is not over yet");
        assertThatThrownBy(() -> waiting.abort(Request.about("another", "")))
                .hasMessageContaining("this build has no such release");
        waiting.abort(Request.about(RELEASE, ""));
        assertThat(releases.deeds).containsExactly("abort by mia");
    }

    @Test
    void aPromotionThatWasTriedSinceLeadsToThatOne() throws IOException {
        ReleaseActions<String> actions = on("succeeded", true);

        assertThat(actions.promote(tried("staging", "")))
                .hasValueSatisfying(earlier ->
                        assertThat(earlier.release().orElseThrow().value()).isEqualTo(RELEASE));
        assertThatThrownBy(() -> actions.promote(tried("staging", RELEASE)))
                .hasMessageContaining("can't be promoted to that environment now");
        assertThat(actions.promote(tried("elsewhere", ""))).isEmpty();
        assertThat(releases.deeds).containsExactly("promote to elsewhere by mia");
    }

    @Test
    void whoMayNotIsRefusedInEveryHost() throws IOException {
        ReleaseActions<String> actions = new ReleaseActions<>(
                "build",
                held("waiting"),
                new FakeUser("release-managers") {
                    @Override
                    public boolean may(ActionKind kind) {
                        return kind == ActionKind.APPROVE;
                    }
                },
                InstantSource.system());

        assertThatThrownBy(() -> actions.abort(Request.about(RELEASE, "")))
                .isInstanceOfSatisfying(
                        ReleaseException.Failed.class,
                        refused -> assertThat(refused.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED))
                .hasMessageContaining("you are known as mia, who may not abort here");
        assertThat(releases.deeds).isEmpty();
    }

    private static Request shown(String environment, String diff) {
        return new Request(RELEASE, environment, diff, "", "", "");
    }

    private static Request tried(String environment, String tried) {
        return new Request(RELEASE, environment, "", "", tried, "");
    }

    private static Request seen(String bundle) {
        return new Request(RELEASE, "staging", "", "", "", bundle);
    }

    private ReleaseActions<String> on(String journal, boolean named) throws IOException {
        return new ReleaseActions<>(
                "build",
                held(journal),
                new FakeUser(named ? "release-managers" : "others"),
                () -> Instant.parse("2026-11-21T13:00:00Z"));
    }

    private FakeReleases held(String journal) throws IOException {
        JournalCodec codec = new JournalCodec();
        List<JournalEntry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../adapters/src/test/resources/api/" + journal + ".jsonl"))) {
            entries.add(codec.read(line));
        }
        releases = new FakeReleases(
                List.of(new HostedRelease(entries, Details.NONE)), List.of(new EnvironmentName("elsewhere")));
        return releases;
    }
}
