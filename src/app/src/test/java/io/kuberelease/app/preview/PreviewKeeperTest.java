package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.app.Threads;
import io.kuberelease.app.hosting.Assignments;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.hosting.RunningRelease.Carried;
import io.kuberelease.app.hosting.RunningReleases;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.StageTask.RemovePreview;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.view.Details;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the previews that a host's projects have made. Each keeper stands for a process of its own. */
class PreviewKeeperTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String POLLS = """
            app: polls
            image: {repository: registry.example/polls}
            preview: {cluster: staging, host: "{branch}.polls.example.com"}
            """;

    @TempDir
    Path root;

    private final Threads threads = Threads.ofProgram();
    private final Ground ground = new Ground();

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    void whatIsOverIsRemovedAndTheRestStays() throws Exception {
        released("old", "old");
        released("young", "young");
        ground.stands("old", NOW.minusSeconds(1));
        ground.stands("young", NOW.plusSeconds(60));

        keeper().round();

        assertThat(ground.opened).containsExactly("old unless it is extended");
    }

    @Test
    void thePreviewOfABranchThatIsGoneIsRemovedAndForgotten() throws Exception {
        released("merged", "merged");
        ground.stands("merged", NOW.plusSeconds(60));
        ground.gone.add("merged");

        keeper().round();
        ground.end(ReleaseResult.SUCCEEDED);

        assertThat(ground.opened).containsExactly("merged");
        assertThat(register().of("polls").get(0).branches()).isEmpty();
    }

    /** Somebody has made it from a terminal, or a pipeline has only named it. */
    @Test
    void aPreviewThatJenkinsHasReleasedFromNoBranchStaysUntilItsTimeIsOver() throws Exception {
        register().released("polls", POLLS, "named", Optional.empty());
        ground.stands("named", NOW.plusSeconds(60));
        ground.stands("terminal", NOW.plusSeconds(60));
        ground.gone.addAll(Set.of("named", "terminal"));

        keeper().round();

        assertThat(ground.opened).isEmpty();
    }

    @Test
    void aRepositoryThatCantBeAskedRemovesNothingAndIsToldOf() throws Exception {
        released("merged", "merged");
        released("old", "old");
        ground.stands("merged", NOW.plusSeconds(60));
        ground.stands("old", NOW.minusSeconds(1));
        ground.gone.add("merged");
        ground.failing = true;
        PreviewKeeper keeper = keeper();

        keeper.round();

        assertThat(ground.opened).containsExactly("old unless it is extended");
        assertThat(keeper.problems("polls")).singleElement().asString().contains("the server is away");

        ground.failing = false;
        keeper.round();
        assertThat(ground.opened).contains("merged");
        assertThat(keeper.problems("polls")).isEmpty();
    }

    @Test
    void aProjectThatIsGoneIsNotAskedAndItsPreviewsAreStillRemoved() throws Exception {
        released("merged", "merged");
        released("old", "old");
        ground.stands("merged", NOW.plusSeconds(60));
        ground.stands("old", NOW.minusSeconds(1));
        ground.projects.clear();
        ground.failing = true;
        register().ended("polls", "merged");

        PreviewKeeper keeper = keeper();
        keeper.round();

        assertThat(ground.opened).containsExactlyInAnyOrder("merged", "old unless it is extended");
        assertThat(keeper.problems("polls")).isEmpty();
    }

    @Test
    void anAppWithoutPreviewsIsForgottenWithItsProject() throws Exception {
        released("feature", "feature");
        keeper().round();
        assertThat(register().all()).hasSize(1);

        ground.projects.clear();
        keeper().round();

        assertThat(register().all()).isEmpty();
    }

    @Test
    void aRemovalIsNeverBegunTwice() throws Exception {
        released("merged", "merged");
        ground.stands("merged", NOW.minusSeconds(1));
        ground.gone.add("merged");
        PreviewKeeper keeper = keeper();

        keeper.round();
        keeper.round();
        keeper.remove(register().of("polls").get(0), previews -> previews.of("merged"), "ann");

        assertThat(ground.opened).containsExactly("merged");
    }

    @Test
    void aFailedRemovalIsToldOfAndTriedAgain() throws Exception {
        released("merged", "merged");
        ground.stands("merged", NOW.plusSeconds(60));
        ground.gone.add("merged");
        PreviewKeeper keeper = keeper();

        keeper.round();
        ground.end(ReleaseResult.ERRORED);
        assertThat(keeper.problems("polls"))
                .singleElement()
                .asString()
                .contains("the preview of branch merged of polls is not removed", "console.log");

        keeper.round();
        ground.end(ReleaseResult.SUCCEEDED);
        assertThat(ground.opened).containsExactly("merged", "merged");
        assertThat(keeper.problems("polls")).isEmpty();
    }

    @Test
    void aRemovalGoesOnInTheNextProcess() throws Exception {
        released("merged", "merged");
        ground.stands("merged", NOW.plusSeconds(60));
        register().ended("polls", "merged");
        RunningReleases before = running();
        keeper(before).round();
        before.close();
        Path begun = ground.directories.get(0);

        keeper().round();

        assertThat(ground.directories).containsExactly(begun, begun);
    }

    @Test
    void aBranchThatIsReleasedAgainBeforeItsRemovalStays() throws Exception {
        released("merged", "merged");
        ground.stands("merged", NOW.plusSeconds(60));
        register().ended("polls", "merged");
        ground.asked = () -> released("merged", "merged");

        keeper().round();

        assertThat(ground.opened).isEmpty();
    }

    @Test
    void onlyWhatIsThereIsRemovedOnDemand() {
        released("feature", "feature");

        assertThatThrownBy(
                        () -> keeper().remove(register().of("polls").get(0), previews -> previews.of("other"), "ann"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("branch other of polls has no preview");
    }

    private void released(String branch, String head) {
        register().released("polls", POLLS, branch, Optional.of(head));
    }

    private PreviewRegister register() {
        return new PreviewRegister(root.resolve("register"));
    }

    private RunningReleases running() {
        return new RunningReleases(new Assignments(root.resolve("underway")), threads);
    }

    private PreviewKeeper keeper() {
        return keeper(running());
    }

    private PreviewKeeper keeper(RunningReleases running) {
        return new PreviewKeeper(register(), ground, running, root.resolve("removals"), CLOCK);
    }

    /** A host with one project. */
    private final class Ground implements PreviewHost {
        private final FakeWorld world = new FakeWorld();
        private final Set<String> projects = new HashSet<>(Set.of("polls"));
        private final Set<String> gone = new HashSet<>();
        private final List<String> opened = new ArrayList<>();
        private final List<Path> directories = new ArrayList<>();
        private CompletableFuture<RunResult> last = new CompletableFuture<>();
        private Runnable asked = () -> {};
        private boolean failing;

        void stands(String branch, Instant until) {
            world.previews()
                    .stands(new LivePreview(
                            new Namespace("polls-" + branch),
                            "uid-" + branch,
                            branch,
                            Optional.empty(),
                            "ann",
                            NOW.minus(Duration.ofDays(1)),
                            until,
                            LivePreview.State.LIVE));
        }

        void end(ReleaseResult result) {
            List<JournalEntry> journal =
                    new ArrayList<>(new ReleaseDirectory(directories.get(directories.size() - 1)).journal());
            journal.add(new JournalEntry(1, NOW, new ReleaseEvent.Ended(result)));
            last.complete(new RunResult.Over(ReleaseState.of(journal)));
        }

        @Override
        public boolean has(String project) {
            return projects.contains(project);
        }

        @Override
        public Set<String> gone(String project, Set<String> heads) throws IOException {
            if (failing) {
                throw new IOException("the server is away");
            }
            Set<String> found = new HashSet<>(gone);
            found.retainAll(heads);
            return found;
        }

        @Override
        public <T> T asking(RegisteredApp app, Function<AppPreviews, T> question) {
            T answer = question.apply(new AppPreviews(
                    app.described().previews().orElseThrow(),
                    world.previews(),
                    world.ports().records(),
                    Runnable::run,
                    CLOCK));
            asked.run();
            return answer;
        }

        @Override
        public Carried open(String project, ReleaseDirectory removal) {
            RemovePreview plan = removal.plan().orElseThrow().removal().orElseThrow();
            opened.add(plan.branch() + (plan.overdue() ? " unless it is extended" : ""));
            directories.add(removal.path());
            last = new CompletableFuture<>();
            return new Carried(new OpenRelease(null, null, () -> Details.NONE, () -> {}, () -> {}), last);
        }
    }
}
