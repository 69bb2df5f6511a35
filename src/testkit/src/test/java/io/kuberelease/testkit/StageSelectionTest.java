package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.PlanCompiler;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageSelection;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.Validated;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.request.ReleaseRequest;
import io.kuberelease.request.SourceTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Parts of a release: what is carried out, what comes before it, and what is taken in its place. */
class StageSelectionTest {
    private static final String REPOSITORY = "registry.example/acme/polls";
    private static final ImageReference IMAGE =
            new ImageReference(new ImageRepository(REPOSITORY), Digest.of("an image"));
    private static final Map<String, Object> FILE = Map.of(
            "image", Map.of("repository", REPOSITORY),
            "datastores", Map.of("redis", "7"),
            "test", Map.of("command", List.of("check")),
            "chart", Map.of("repository", "oci://registry.example/charts"),
            "environments",
                    new TreeMap<>(Map.of(
                            "staging", Map.of("cluster", "one", "after", List.of()),
                            "production", Map.of("cluster", "two", "after", "staging"))));

    @Test
    void everythingIsTheWholePlan() {
        assertThat(stages(StageSelection.EVERYTHING))
                .startsWith(
                        "datastores",
                        "build",
                        "chart",
                        "tested",
                        "test",
                        "tidy",
                        "bundle",
                        "publish",
                        "staging.compare")
                .endsWith("production.record", "production.unlock");
    }

    @Test
    void aPartBringsWhatComesBeforeItAndWhatTidiesUpAfterIt() {
        assertThat(stages(StageSelection.upTo(List.of("build")))).containsExactly("build");
        assertThat(stages(StageSelection.upTo(List.of("test"))))
                .containsExactly("datastores", "build", "tested", "test", "tidy");
        assertThat(stages(StageSelection.upTo(List.of("bundle"))))
                .containsExactly("datastores", "build", "chart", "tested", "test", "tidy", "bundle");
        assertThat(stages(StageSelection.upTo(List.of("staging"))))
                .contains("test", "publish", "staging.record", "staging.unlock")
                .noneMatch(stage -> stage.startsWith("production"));
        assertThat(stages(StageSelection.upTo(List.of("production")))).contains("staging.deploy", "production.deploy");
    }

    @Test
    void aPartAloneWaitsForNothingThatIsLeftOut() {
        ReleasePlan plan = planned(StageSelection.only(List.of("chart", "publish")));

        assertThat(names(plan)).containsExactly("chart", "publish");
        assertThat(plan.stages().get(1).trigger().stages())
                .extracting(Object::toString)
                .containsExactly("chart");
        StageTask.Publish publish = (StageTask.Publish) plan.stages().get(1).task();
        assertThat(publish.tags().first()).isEmpty();
        assertThat(publish.chart().repository()).contains("oci://registry.example/charts");
    }

    @Test
    void anImageThatExistsIsTestedWithoutABuild() throws Exception {
        FakeWorld world = new FakeWorld();

        RunResult runResult =
                carriedOut(planned(StageSelection.only(List.of("test")).with(IMAGE)), world);

        assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(runResult.state().image(Optional.empty())).contains(IMAGE);
        assertThat(world.changes())
                .contains("start datastores", "run test", "remove datastores")
                .doesNotContain("build");
    }

    @Test
    void anImageThatHasPassedItsTestsBeforeIsNotTestedAgainByTheTestAlone() throws Exception {
        FakeWorld world = new FakeWorld();
        ReleasePlan plan = planned(StageSelection.only(List.of("test")).with(IMAGE));
        carriedOut(plan, world);

        RunResult runResult = carriedOut(plan, world);

        assertThat(names(plan)).containsExactly("datastores", "build", "tested", "test", "tidy");
        assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(world.count("run test")).isEqualTo(1);
        assertThat(world.count("start datastores")).isEqualTo(world.count("remove datastores"));
    }

    @Test
    void anImageOfAnotherRepositoryIsCopiedAndGetsItsTags() throws Exception {
        FakeWorld world = new FakeWorld();
        ImageRegistry.Layer layer = new ImageRegistry.Layer("text/plain", new byte[] {1}, Map.of());
        ImageReference elsewhere = world.ports()
                .registry()
                .push(
                        new ImageRepository("other.example/polls"),
                        new ImageRegistry.Artifact("image", layer, List.of(), Map.of()),
                        "built");

        RunResult runResult =
                carriedOut(planned(StageSelection.only(List.of("publish")).with(elsewhere)), world);

        assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(runResult.state().image(Optional.empty()))
                .contains(new ImageReference(new ImageRepository(REPOSITORY), elsewhere.digest()));
        assertThat(world.changes()).contains("tag 1.4.0").doesNotContain("publish chart");
    }

    @Test
    void onlyWhatIsCarriedOutMustBeInTheSource() {
        assertThat(compiled(StageSelection.upTo(List.of("build")), new NothingIsThere())
                        .problems())
                .extracting(Problem::field)
                .containsExactly("image.context");
        assertThat(compiled(StageSelection.only(List.of("test")).with(IMAGE), new NothingIsThere())
                        .problems())
                .isEmpty();
        assertThat(compiled(StageSelection.only(List.of("chart")), new NothingIsThere())
                        .problems())
                .extracting(Problem::field)
                .containsExactly("chart.path");
    }

    @Test
    void unknownPartsAreToldAllAtOnceWithWhatWasLikelyMeant() {
        Validated<ReleasePlan> result =
                compiled(StageSelection.upTo(List.of("tets", "lunch")), new EverythingIsThere());

        assertThat(result.problems())
                .extracting(problem -> problem.field() + " " + problem.value().orElse("") + ": " + problem.fix())
                .containsExactly(
                        "only tets: did you mean test?",
                        "only lunch: it has datastores, build, chart, test, bundle, publish, staging, production");
    }

    @Test
    void anEnvironmentIsNotReachedPastTheOneBeforeIt() {
        Validated<ReleasePlan> result =
                compiled(StageSelection.only(List.of("chart", "bundle", "production")), new EverythingIsThere());

        assertThat(result.problems())
                .extracting(Problem::reason)
                .containsExactly("comes after staging, where nothing is released here");
        assertThat(stages(StageSelection.only(List.of("chart", "bundle", "staging"))
                        .with(IMAGE)))
                .startsWith("build", "chart", "bundle", "staging.compare");
    }

    private static List<String> stages(StageSelection selection) {
        return names(planned(selection));
    }

    private static List<String> names(ReleasePlan plan) {
        return plan.stages().stream().map(stage -> stage.id().value()).toList();
    }

    private static ReleasePlan planned(StageSelection selection) {
        return compiled(selection, new EverythingIsThere()).match(plan -> plan, problems -> {
            throw new AssertionError(problems);
        });
    }

    private static Validated<ReleasePlan> compiled(StageSelection selection, SourceTree source) {
        ReleaseRequest request = new ReleaseRequest(
                Optional.of(SampleFile.of(FILE)),
                new ReleaseId("r1"),
                Optional.of("1.4.0"),
                List.of(),
                new SourceRevision("3f2c1ab9", "main", Optional.empty(), false),
                "ada");
        return new PlanCompiler(new DatastoreCatalogue()).compile(request, source, selection);
    }

    private static RunResult carriedOut(ReleasePlan plan, FakeWorld world) throws Exception {
        try (RunHarness run = new RunHarness(MemoryJournal.of(plan), world, WaitMode.STAYS)) {
            return run.go();
        }
    }

    /** A source with every file. */
    private record EverythingIsThere() implements SourceTree {
        @Override
        public boolean hasFile(String path) {
            return true;
        }

        @Override
        public boolean hasDirectory(String path) {
            return true;
        }
    }

    /** A source without any file. */
    private record NothingIsThere() implements SourceTree {
        @Override
        public boolean hasFile(String path) {
            return false;
        }

        @Override
        public boolean hasDirectory(String path) {
            return false;
        }
    }
}
