package io.kuberelease.plan;

import io.kuberelease.model.StageId;
import io.kuberelease.plan.Trigger.AfterSuccess;
import io.kuberelease.plan.Trigger.Afterwards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws the graph of a release: which stages there are, and which of them wait for which. */
final class StageGraph {
    private static final StageId DATASTORES = new StageId("datastores");
    private static final StageId BUILD = new StageId("build");
    private static final StageId CHART = new StageId("chart");
    private static final StageId TESTED = new StageId("tested");
    private static final StageId TEST = new StageId("test");
    private static final StageId TIDY = new StageId("tidy");
    private static final StageId BUNDLE = new StageId("bundle");
    private static final StageId PUBLISH = new StageId("publish");

    private static final Duration PULLING_IMAGES = Duration.ofMinutes(5);
    private static final Duration BUILDING = Duration.ofHours(1);
    private static final Duration MOVING_BYTES = Duration.ofMinutes(15);
    private static final Duration LOOKING = Duration.ofMinutes(2);
    private static final Duration TIDYING = Duration.ofMinutes(5);

    private final ReleaseParts parts;
    private final List<Stage> stages = new ArrayList<>();

    StageGraph(ReleaseParts parts) {
        this.parts = parts;
    }

    /** The stages, each after those that it looks at. */
    List<Stage> stages() {
        startWhatNeedsNothing();
        parts.tests().ifPresent(this::test);
        bundleAndPublish();
        for (ReleaseParts.Step step : parts.steps()) {
            stages.addAll(new EnvironmentStages(step).after(PUBLISH));
        }
        return List.copyOf(stages);
    }

    private void startWhatNeedsNothing() {
        if (hasDatastores()) {
            parts.tests()
                    .ifPresent(tests -> add(
                            DATASTORES,
                            after(),
                            longest().plus(PULLING_IMAGES),
                            new StageTask.StartDatastores(tests.target(), parts.datastores())));
        }
        add(
                BUILD,
                after(),
                BUILDING,
                new StageTask.BuildImage(parts.image(), Map.of(), parts.retentionTag(), parts.userOf()));
        add(CHART, after(), MOVING_BYTES, new StageTask.PackageChart(parts.chart()));
    }

    private void test(TestReader.Tests tests) {
        List<StageId> before = new ArrayList<>(List.of(BUILD));
        if (hasDatastores()) {
            before.add(DATASTORES);
        }
        if (!tests.always()) {
            TestSetup setup = new TestSetup(tests.spec(), parts.datastores());
            add(TESTED, after(BUILD), LOOKING, new StageTask.FindTestMark(setup));
            before.add(TESTED);
        }
        add(
                TEST,
                new AfterSuccess(before),
                tests.within().plus(PULLING_IMAGES),
                new StageTask.RunTests(tests.target(), tests.spec()));
        Trigger afterwards =
                hasDatastores() ? new Afterwards(DATASTORES, List.of(TEST)) : new Afterwards(TEST, List.of());
        add(TIDY, afterwards, TIDYING, new StageTask.RemoveDatastores(tests.target()));
    }

    private void bundleAndPublish() {
        StageId tested = parts.tests().isPresent() ? TEST : BUILD;
        add(
                BUNDLE,
                after(tested, CHART),
                MOVING_BYTES,
                new StageTask.WriteBundle(parts.app(), parts.image().repository(), parts.environments()));
        add(PUBLISH, after(BUNDLE), MOVING_BYTES, new StageTask.Publish(parts.tags(), parts.chart()));
    }

    private boolean hasDatastores() {
        return parts.tests().isPresent() && !parts.datastores().isEmpty();
    }

    private Duration longest() {
        Optional<Duration> longest =
                parts.datastores().stream().map(DatastoreSpec::readyWithin).max(Duration::compareTo);
        return longest.orElse(Duration.ZERO);
    }

    private void add(StageId id, Trigger trigger, Duration deadline, StageTask task) {
        stages.add(new Stage(id, trigger, deadline, task));
    }

    private static Trigger after(StageId... stages) {
        return new AfterSuccess(List.of(stages));
    }
}
