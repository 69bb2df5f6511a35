package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.app.Threads;
import io.kuberelease.app.hosting.Assignments;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.hosting.RunningRelease.Carried;
import io.kuberelease.app.hosting.RunningReleases;
import io.kuberelease.app.preview.PreviewActions.Which;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.Namespace;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.view.Details;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with a preview of project web, of app polls in cluster staging. */
class PreviewActionsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String POLLS = """
        app: polls
        image: {repository: registry.example/polls}
        preview: {cluster: staging, host: "{branch}.polls.example.com"}
        """;
    private static final Which FEATURE = new Which("polls", "staging", "polls-feature");

    @TempDir
    Path root;

    private final Threads threads = Threads.ofProgram();
    private final Ground ground = new Ground();
    private PreviewActions actions;

    @BeforeEach
    void begin() {
        PreviewRegister register = new PreviewRegister(root.resolve("register"));
        register.released("web", POLLS, "feature", Optional.of("feature"));
        RunningReleases running = new RunningReleases(new Assignments(root.resolve("underway")), threads);
        actions = new PreviewActions(
                new PreviewKeeper(register, ground, running, root.resolve("removals"), CLOCK), "web");
        ground.stands("first");
    }

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    void aPreviewIsExtendedFromNowOn() {
        actions.extend(FEATURE, "12h");

        assertThat(actions.live(FEATURE).until()).isEqualTo(NOW.plus(Duration.ofHours(12)));
    }

    @Test
    void whatIsNoTimeIsRefused() {
        assertThatThrownBy(() -> actions.extend(FEATURE, "soon")).hasMessageContaining("soon");
        assertThatThrownBy(() -> actions.extend(FEATURE, "")).isInstanceOf(RuntimeException.class);
        assertThat(actions.live(FEATURE).until()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void thePreviewThatWasShownIsDeletedByThePersonWhoAsked() {
        actions.delete(FEATURE, "first", "ann");

        assertThat(ground.begun).containsExactly("feature by ann");
    }

    @Test
    void anotherPreviewThatWasMadeInItsPlaceIsNotDeleted() {
        assertThatThrownBy(() -> actions.delete(FEATURE, "an earlier one", "ann"))
                .hasMessageContaining("another preview is in namespace polls-feature by now");
        assertThat(ground.begun).isEmpty();
    }

    @Test
    void whatIsNotThereIsToldByItsPlace() {
        assertThatThrownBy(() -> actions.live(new Which("polls", "staging", "kube-system")))
                .hasMessageContaining("there is no preview in namespace kube-system any more");
        assertThatThrownBy(() -> actions.live(new Which("polls", "production", "polls-feature")))
                .hasMessageContaining("app polls of this project has no previews in cluster production");
    }

    @Test
    void aClickDeploysAsThePipelinesDo() {
        assertThat(actions.step()).isEqualTo(PreviewStep.USUAL);

        PreviewStep step = new PreviewStep("deploy", "polls.yaml", "linux");
        actions.keeper().register().deployedBy("web", "polls", step);
        assertThat(actions.step()).isEqualTo(step);

        actions.keeper().register().released("web", POLLS.replace("polls", "votes"), "feature", Optional.empty());
        assertThat(actions.step()).isEqualTo(step);
        actions.keeper().register().deployedBy("web", "votes", PreviewStep.USUAL);
        assertThatThrownBy(actions::step)
                .hasMessageContaining("several release files: deploy/polls.yaml, kube-release.yaml");
    }

    @Test
    void aProjectReachesOnlyItsOwn() {
        PreviewActions others = new PreviewActions(actions.keeper(), "other");

        assertThatThrownBy(() -> others.delete(FEATURE, "first", "ann"))
                .hasMessageContaining("of this project has no previews");
    }

    private static final class Ground implements PreviewHost {
        private final FakeWorld world = new FakeWorld();
        private final List<String> begun = new ArrayList<>();

        void stands(String uid) {
            world.previews()
                    .stands(new LivePreview(
                            new Namespace("polls-feature"),
                            uid,
                            "feature",
                            Optional.empty(),
                            "ann",
                            NOW,
                            NOW.plusSeconds(60),
                            LivePreview.State.LIVE));
        }

        @Override
        public boolean has(String project) {
            return true;
        }

        @Override
        public Set<String> gone(String project, Set<String> heads) {
            return Set.of();
        }

        @Override
        public <T> T asking(RegisteredApp app, Function<AppPreviews, T> question) {
            return question.apply(new AppPreviews(
                    app.described().previews().orElseThrow(),
                    world.previews(),
                    world.ports().records(),
                    Runnable::run,
                    CLOCK));
        }

        @Override
        public Carried open(String project, ReleaseDirectory removal) {
            begun.add(removal.plan().orElseThrow().removal().orElseThrow().branch() + " by "
                    + removal.plan().orElseThrow().startedBy());
            return new Carried(
                    new OpenRelease(null, null, () -> Details.NONE, () -> {}, () -> {}), new CompletableFuture<>());
        }
    }
}
