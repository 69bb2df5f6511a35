package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.api.PreviewsData.BranchData;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.LivePreview.State;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask.RemovePreview;
import io.kuberelease.testkit.FakeWorld;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppPreviewsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");

    private final FakeWorld world = new FakeWorld();
    private AppPreviews previews;

    @BeforeEach
    void anApp() throws Exception {
        previews = new AppPreviews(
                ReleasePlanner.describe("""
                        app: polls
                        image: {repository: r.example/polls}
                        environments: {staging: {cluster: staging}}
                        preview: {cluster: staging, host: "{branch}.polls.example.com", for: 2d}
                        """).previews().orElseThrow(),
                world.previews(),
                world.ports().records(),
                Runnable::run,
                InstantSource.fixed(NOW));
    }

    @Test
    void whatOfOneCantBeReadIsSaidAndHidesNoOther() {
        stands("search", NOW.plus(Duration.ofHours(5)), State.LIVE);
        stands("other", NOW.plus(Duration.ofHours(5)), State.LIVE);
        world.fault(
                "load polls-search",
                () -> new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, "no answer"), Duration.ZERO));

        List<BranchData> listed = previews.data(previews.list(), NOW).previews();

        assertThat(listed).hasSize(2);
        assertThat(listed)
                .filteredOn(found -> found.branch().equals("search"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.problem()).contains("no answer");
                    assertThat(found.pods()).isEmpty();
                });
        assertThat(listed)
                .filteredOn(found -> found.branch().equals("other"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.problem()).isEmpty();
                    assertThat(found.readyPods()).contains(2);
                    assertThat(found.overdue()).isFalse();
                });
    }

    @Test
    void aBranchWithoutAPreviewIsRefusedWithThoseThatHaveOne() {
        assertThatThrownBy(() -> previews.of("search"))
                .isInstanceOfSatisfying(
                        ReleaseException.Failed.class,
                        failed -> assertThat(failed.reason().suggestion()).contains("make one: kube-release preview"));
        stands("other", NOW, State.LIVE);

        assertThatThrownBy(() -> previews.of("search"))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().summary()).contains("branch search of polls has no preview in cluster");
                    assertThat(failed.reason().suggestion()).contains("name one of those that have: other");
                });
        assertThat(previews.of("other").branch()).isEqualTo("other");
    }

    @Test
    void anExtensionNeverShortensALifeAndHasALimit() {
        stands("search", NOW.plus(Duration.ofHours(5)), State.LIVE);

        assertThat(previews.extend("search", Optional.of(Duration.ofHours(1))))
                .isEqualTo(NOW.plus(Duration.ofHours(5)));
        assertThat(previews.of("search").until()).isEqualTo(NOW.plus(Duration.ofHours(5)));
        assertThat(previews.extend("search", Optional.empty())).isEqualTo(NOW.plus(Duration.ofDays(2)));
        assertThat(previews.of("search").until()).isEqualTo(NOW.plus(Duration.ofDays(2)));
        assertThatThrownBy(() -> previews.extend("search", Optional.of(Duration.ofDays(31))))
                .hasMessageContaining("can't be extended by more than 30 days");
        assertThat(previews.of("search").until()).isEqualTo(NOW.plus(Duration.ofDays(2)));
    }

    @Test
    void whatIsReapedIsWhatIsOverOrEndingAndItIsLookedAtAgain() {
        stands("over", NOW.minusSeconds(1), State.LIVE);
        stands("claimed", NOW.minusSeconds(1), State.CLAIMED);
        stands("ending", NOW.plus(Duration.ofHours(1)), State.ENDING);
        stands("alive", NOW.plusSeconds(1), State.LIVE);

        assertThat(previews.overdue("ann").stream().map(AppPreviewsTest::removal))
                .allSatisfy(task -> assertThat(task.overdue()).isTrue())
                .extracting(RemovePreview::branch)
                .containsExactlyInAnyOrder("over", "claimed", "ending");
    }

    @Test
    void aRemovalIsBoundToTheVeryNamespaceThatWasSeen() {
        stands("search", NOW.plus(Duration.ofHours(5)), State.LIVE);

        ReleasePlan plan = previews.removal(previews.of("search"), "ann");

        assertThat(plan.startedBy()).isEqualTo("ann");
        assertThat(removal(plan).uid()).isEqualTo("uid-search");
        assertThat(removal(plan).overdue()).isFalse();
        assertThat(removal(plan).environment().target().namespace().value()).isEqualTo("polls-search");
    }

    private static RemovePreview removal(ReleasePlan plan) {
        return plan.removal().orElseThrow();
    }

    private void stands(String branch, Instant until, State state) {
        world.previews()
                .stands(new LivePreview(
                        new Namespace("polls-" + branch),
                        "uid-" + branch,
                        branch,
                        Optional.of(URI.create("http://" + branch + ".polls.example.com/")),
                        "ann",
                        NOW.minus(Duration.ofDays(1)),
                        until,
                        state));
    }
}
