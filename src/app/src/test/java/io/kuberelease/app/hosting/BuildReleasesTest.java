package io.kuberelease.app.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.Threads;
import io.kuberelease.app.actions.DuplicatePromotion;
import io.kuberelease.app.actions.HostAdvice;
import io.kuberelease.app.actions.WantedPromotion;
import io.kuberelease.app.hosting.Assignments.Assignment;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.testkit.SamplePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people begin from a build's page, in a host whose clusters answer when the test says so. */
class BuildReleasesTest {
    private static final ReleaseId ID = new ReleaseId("261121-122407-2af94bf");
    private static final EnvironmentName STAGING = new EnvironmentName("staging");
    private static final EnvironmentName PRODUCTION = new EnvironmentName("production");
    private static final Digest BUNDLE =
            new Digest("sha256:e8148d7620e0087949ae142ab04d15880a58a28b706fe3130a96baf85548bea0");
    private static final String BUILD = "polls-1";

    private final Threads threads = Threads.ofProgram();
    private final FakeBuilds builds = new FakeBuilds();

    @TempDir
    Path home;

    private BuildReleases<String> releases;

    @BeforeEach
    void begin() throws IOException {
        RunningReleases running = new RunningReleases(new Assignments(home.resolve("underway")), threads);
        releases = new BuildReleases<>(builds, running, threads.workers(), InstantSource.system());
        kept("aborted");
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void aReleaseWhoseBuildHasEndedWithoutItIsTakenUp() throws IOException {
        Assignments assignments = new Assignments(home.resolve("underway"));
        Assignment ended = new Assignment(BUILD, "step-1", "", List.of(""));
        Assignment goesOn = new Assignment("polls-2", "step-1", "", List.of(""));
        new ReleaseDirectory(home.resolve("polls-2/step-1"))
                .begin("", new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.Planned(SamplePlan.toProduction())));
        List.of(
                        ended,
                        goesOn,
                        new Assignment("gone-3", "step-1", "", List.of("")),
                        new Assignment("polls-4", "without-a-plan", "", List.of("")))
                .forEach(assignments::add);
        List<Assignment> taken = new ArrayList<>();

        releases.orphans("polls-2"::equals, (build, assignment) -> taken.add(assignment));

        assertThat(taken).containsExactly(ended);
        assertThat(assignments.all()).containsExactlyInAnyOrder(ended, goesOn);
    }

    @Test
    void aBundleCanGoWhereAllThatComesBeforeHasIt() {
        assertThat(releases.promotable(BUILD, ID)).containsExactly(PRODUCTION);
        assertThat(releases.promotable(BUILD, new ReleaseId("another"))).isEmpty();
        assertThat(releases.summaries(BUILD)).singleElement().satisfies(summary -> assertThat(summary.release())
                .isEqualTo(ID.value()));
    }

    @Test
    void aPromotionIsBegunOnceAlsoWhileItIsBeingPlanned() throws Exception {
        CompletableFuture<Optional<DuplicatePromotion<String>>> first =
                CompletableFuture.supplyAsync(() -> releases.promote(BUILD, toProduction()), threads.workers());
        builds.awaitAsked();

        Optional<DuplicatePromotion<String>> second = releases.promote(BUILD, toProduction());
        builds.answer.countDown();

        assertThat(second).contains(new DuplicatePromotion<>(BUILD, Optional.empty()));
        assertThat(second.orElseThrow().told(true).summary()).isEqualTo("the same was begun already, a moment ago");
        assertThat(first.get(1, TimeUnit.MINUTES)).isEmpty();
        assertThat(builds.begun).singleElement().satisfies(begun -> {
            assertThat(begun.hasPlan()).isTrue();
            assertThat(begun.description())
                    .hasValueSatisfying(file -> assertThat(file).contains("app: polls"));
        });
    }

    @Test
    void anEnvironmentIsRolledBackOnceAtATime() throws Exception {
        CompletableFuture<Void> first = CompletableFuture.runAsync(
                () -> releases.rollback(BUILD, ID, STAGING, BUNDLE, "mia"), threads.workers());
        builds.awaitAsked();

        assertThatThrownBy(() -> releases.rollback(BUILD, ID, STAGING, BUNDLE, "ben"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("staging is being rolled back already");
        builds.answer.countDown();
        first.get(1, TimeUnit.MINUTES);

        assertThatCode(() -> releases.rollback(BUILD, ID, STAGING, BUNDLE, "ben"))
                .doesNotThrowAnyException();
        assertThat(builds.begun).hasSize(2);
    }

    @Test
    void whatCanNotBePlannedIsToldToThePersonWhoAskedAndCanBeAskedForAgain() {
        builds.answer.countDown();
        builds.trouble = new IllegalStateException("the clusters are away");

        assertThatThrownBy(() -> releases.promote(BUILD, toProduction())).hasMessage("the clusters are away");
        builds.trouble = null;

        assertThat(releases.promote(BUILD, toProduction())).isEmpty();
    }

    @Test
    void whatIsNotUnderWayHereIsNeitherDecidedNorAborted() {
        assertThatThrownBy(() -> releases.abort(BUILD, ID, "mia"))
                .isInstanceOfSatisfying(
                        ReleaseException.Failed.class,
                        refused -> assertThat(refused.reason().suggestion()).contains("look there"))
                .hasMessageContaining("is not under way here");
        assertThat(home.resolve(BUILD).resolve("step-1/aborted-by")).doesNotExist();
    }

    @Test
    void withoutItsReleaseFileABundleIsTakenFurtherElsewhere() throws IOException {
        Files.delete(home.resolve(BUILD).resolve("step-1/release-file.yaml"));

        assertThat(releases.promotable(BUILD, ID)).isEmpty();
        assertThatThrownBy(() -> releases.rollback(BUILD, ID, STAGING, BUNDLE, "mia"))
                .isInstanceOfSatisfying(
                        ReleaseException.Failed.class,
                        refused -> assertThat(refused.reason().suggestion()).contains("go elsewhere"))
                .hasMessageContaining("is not kept with the build");
    }

    private static WantedPromotion toProduction() {
        return new WantedPromotion(ID, PRODUCTION, ID.value(), "mia");
    }

    private void kept(String journal) throws IOException {
        Path directory = Files.createDirectories(home.resolve(BUILD).resolve("step-1"));
        Files.writeString(directory.resolve("release-file.yaml"), """
            app: polls
            image: {repository: registry.example/acme/polls}
            environments:
              staging: {cluster: staging}
              production: {cluster: production}
            """);
        Files.copy(
                Path.of("../adapters/src/test/resources/api/" + journal + ".jsonl"),
                directory.resolve(FileJournal.FILE));
    }

    /** Builds in a directory; their clusters are asked for a plan, and answer with one once they are let. */
    private final class FakeBuilds implements Builds<String> {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);
        private final List<ReleaseDirectory> begun = new CopyOnWriteArrayList<>();
        private volatile RuntimeException trouble;

        private void awaitAsked() throws InterruptedException {
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
        }

        @Override
        public String name(String build) {
            return build;
        }

        @Override
        public Optional<String> find(String name) {
            return Optional.of(name).filter(build -> !build.startsWith("gone"));
        }

        @Override
        public Path releases(String build) {
            return home.resolve(build);
        }

        @Override
        @SuppressWarnings("unchecked") // only plans are asked for
        public <T> T withPorts(String build, Path release, Function<PortsFactory, T> work) {
            asked.countDown();
            try {
                assertThat(answer.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (trouble != null) {
                throw trouble;
            }
            return (T) SamplePlan.toProduction();
        }

        @Override
        public CompletableFuture<RunResult> carryOut(String build, ReleaseDirectory release) {
            begun.add(release);
            return new CompletableFuture<>();
        }

        @Override
        public HostAdvice advice() {
            return new HostAdvice("look there", "say which", "go elsewhere");
        }
    }
}
