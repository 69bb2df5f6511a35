package io.kuberelease.plan;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.Trigger.AfterSuccess;
import io.kuberelease.plan.Trigger.Afterwards;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole release in order, on one page. Each entry says when a stage's turn comes, how long it may take, what it does,
 * and before it which ports do that:
 *
 * <ul>
 *   <li>{@link #after}: once those have succeeded; where one is left out, once what that would have waited for has.
 *   <li>{@link #inAnyCase}: once the first was begun and all of them are at rest, whatever became of them, also after a
 *       failure or an abort.
 * </ul>
 *
 * <p>A new stage is an entry here, a case in {@link StageTask}, which one class of the engine answers, and a case in the
 * view's {@code StageTexts}, which tells it. A journal keeps the plan that was made from this page: what is in one is
 * carried out as it was, whatever the page says by then.
 */
final class ReleaseRecipe {
    private static final StageId BUILD = new StageId("build");
    private static final Duration BUILDING = Duration.ofHours(1);
    private static final Duration PULLING_IMAGES = Duration.ofMinutes(5);
    private static final Duration MOVING_BYTES = Duration.ofMinutes(15);
    private static final Duration LOOKING = Duration.ofMinutes(2);
    private static final Duration CLAIMING = Duration.ofMinutes(10);
    private static final Duration REMOVING = Duration.ofMinutes(15);
    private static final Duration TIDYING = Duration.ofMinutes(5);
    private static final Duration COMPARING = Duration.ofMinutes(10);
    private static final Duration PROVING_HEALTH = Duration.ofMinutes(15);
    private static final Duration WAITING_FOR_OTHERS = Duration.ofHours(1);
    private static final Duration VERIFYING = Duration.ofMinutes(15);
    private static final Duration WRITING = Duration.ofMinutes(5);
    /** On top of the rollout's own time: Helm, its hooks, and the evidence when it fails. */
    private static final Duration AROUND_A_ROLLOUT = Duration.ofMinutes(10);

    private final StageGraph graph = new StageGraph();

    /** A stage's task, and how long it may take. */
    private record Work(Duration within, StageTask task) {}

    private ReleaseRecipe() {}

    /** The stages of a release that begins with the source. */
    static List<Stage> of(ReleaseParts parts) {
        return parts.preview().map(preview -> toPreview(parts, preview)).orElseGet(() -> fromSource(parts));
    }

    /** The stages of a release that builds, tests and bundles, and goes to environments. */
    private static List<Stage> fromSource(ReleaseParts parts) {
        ReleaseRecipe recipe = new ReleaseRecipe();
        recipe.sourceToBundle(parts);
        parts.steps().forEach(step -> recipe.environment(step, "publish"));
        return recipe.graph.stages();
    }

    /** The stages of a release that takes a bundle which exists to environments. */
    static List<Stage> fromBundle(StageTask.FetchBundle fetch, List<ReleaseParts.Step> steps) {
        ReleaseRecipe recipe = new ReleaseRecipe();
        // BundleStore
        recipe.stage("bundle", atOnce(), within(MOVING_BYTES, fetch));
        steps.forEach(step -> recipe.environment(step, "bundle"));
        return recipe.graph.stages();
    }

    /** The stages of a release that builds and bundles, and goes to a branch's preview. */
    private static List<Stage> toPreview(ReleaseParts parts, PreviewStep preview) {
        ReleaseRecipe recipe = new ReleaseRecipe();
        recipe.build(parts);
        recipe.chart(parts);
        recipe.bundle(parts, "build", "chart");
        recipe.preview(preview);
        return recipe.graph.stages();
    }

    /** The stage that deletes a preview. */
    static List<Stage> removal(StageTask.RemovePreview task) {
        ReleaseRecipe recipe = new ReleaseRecipe();
        // Previews
        recipe.stage(new Names(task.environment().name()).id("remove"), atOnce(), Optional.of(within(REMOVING, task)));
        return recipe.graph.stages();
    }

    private void sourceToBundle(ReleaseParts parts) {
        Optional<TestReader.Tests> tests = parts.tests();

        // ClusterMaker: beside the build.
        stage(
                "cluster",
                atOnce(),
                parts.testCluster()
                        .map(cluster -> within(
                                making(cluster), new StageTask.MakeCluster(cluster, environmentIn(cluster, parts)))));

        // Datastores: beside the build, since images are pulled meanwhile.
        stage(
                "datastores",
                after("cluster"),
                tests.filter(wanted -> !parts.datastores().isEmpty())
                        .map(wanted -> within(
                                longestStart(parts.datastores()).plus(PULLING_IMAGES),
                                new StageTask.StartDatastores(wanted.target(), parts.datastores()))));

        build(parts);
        chart(parts);

        // What is tested is one of the images, and the others need not be there for it.
        String tested = tests.flatMap(TestReader.Tests::image)
                .map(BUILD::of)
                .orElse(BUILD)
                .value();

        // TestMarks: an image that has passed these tests before need not run them again.
        stage(
                "tested",
                after(tested),
                tests.filter(wanted -> !wanted.always())
                        .map(wanted -> within(
                                LOOKING,
                                new StageTask.FindTestMark(
                                        new TestSetup(wanted.spec(), parts.datastores()), wanted.image()))));

        // TestRunner, TestMarks
        stage(
                "test",
                after(tested, "cluster", "datastores", "tested"),
                tests.map(wanted -> within(
                        wanted.within().plus(PULLING_IMAGES),
                        new StageTask.RunTests(wanted.target(), wanted.spec(), wanted.image()))));

        // Datastores
        stage(
                "tidy",
                inAnyCase("datastores", "test"),
                tests.map(wanted -> within(TIDYING, new StageTask.RemoveDatastores(wanted.target()))));

        if (parts.images().only().isPresent()) {
            bundle(parts, "test", "chart");
        } else {
            bundle(parts, "build", "test", "chart");
        }

        // ImageRegistry, ChartPackager
        stage(
                "publish",
                after("bundle"),
                within(
                        MOVING_BYTES,
                        new StageTask.Publish(parts.images().map(ReleaseParts.Image::tags), parts.chart())));
    }

    private void build(ReleaseParts parts) {
        // TestRunner, ImageBuilder: what could not run in the image is told before it is built.
        PerImage<StageId> stages =
                parts.images().map((name, image) -> name.map(BUILD::of).orElse(BUILD));
        parts.images().stream()
                .forEach(image -> stage(
                        stages.of(image.name()),
                        atOnce(),
                        Optional.of(within(
                                BUILDING,
                                new StageTask.BuildImage(
                                        image.value().spec(),
                                        Map.of(),
                                        parts.retentionTag(),
                                        image.value().userOf())))));
        if (stages.only().isEmpty()) {
            // Who waits for the build waits for each of them.
            stage(BUILD, new AfterSuccess(stages.values()), Optional.empty());
        }
    }

    private void chart(ReleaseParts parts) {
        // ChartPackager
        stage("chart", atOnce(), within(MOVING_BYTES, new StageTask.PackageChart(parts.chart())));
    }

    private void bundle(ReleaseParts parts, String... before) {
        // BundleStore
        stage(
                "bundle",
                after(before),
                within(MOVING_BYTES, new StageTask.WriteBundle(parts.app(), parts.bundles(), parts.environments())));
    }

    /** Adds the stages of a preview: its namespace with what stands in it is made beside the build. */
    private void preview(PreviewStep preview) {
        EnvironmentSpec spec = preview.environment();
        PreviewRules rules = preview.rules();
        Names names = new Names(spec.name());

        cluster(spec, preview.cluster(), atOnce());

        // Previews, PreviewContents
        stage(
                names.id("claim"),
                names.after("cluster"),
                Optional.of(within(
                        CLAIMING,
                        new StageTask.ClaimPreview(spec, preview.claim(), Optional.of(PreviewInventory.of(rules))))));

        // PreviewContents
        stage(
                names.id("quota"),
                names.after("claim"),
                Optional.of(rules.quota())
                        .filter(quota -> !quota.isEmpty())
                        .map(quota -> within(WRITING, new StageTask.LimitPreview(spec, quota))));

        // PreviewContents
        stage(
                names.id("secrets"),
                names.after("quota"),
                rules.secrets().map(secrets -> within(WRITING, new StageTask.CopySecrets(spec, secrets))));

        // PreviewContents, ResourceTracker
        stage(
                names.id("datastores"),
                names.after("quota"),
                Optional.of(rules.datastores())
                        .filter(stores -> !stores.isEmpty())
                        .map(stores -> within(
                                longestStart(stores).plus(PULLING_IMAGES),
                                new StageTask.KeepDatastores(spec, stores))));

        compare(
                spec,
                new AfterSuccess(
                        List.of(new StageId("bundle"), names.id("secrets"), names.id("claim"), names.id("quota"))));
        lock(spec, names.after("compare"));
        deploy(spec, names.after("lock", "datastores"));

        // TestRunner
        stage(
                names.id("seed"),
                names.after("deploy"),
                rules.seed()
                        .map(seed -> within(
                                VERIFYING,
                                new StageTask.SeedPreview(spec, seed, variables(rules), rules.seedImage()))));

        // EnvironmentProbe: from outside
        stage(
                names.id("reach"),
                names.after("seed"),
                Optional.of(within(
                        VERIFYING,
                        new StageTask.ReachPreview(
                                spec,
                                preview.claim().address(),
                                rules.checks().flatMap(VerifySpec::http),
                                rules.ingress()))));

        // What is asked by HTTP is asked from outside.
        verify(
                spec,
                rules.checks()
                        .filter(checks -> !checks.command().isEmpty())
                        .map(checks -> new VerifySpec(
                                Optional.empty(), checks.service(), checks.command(), checks.needs(), checks.image())),
                names.after("seed"));
        record(spec, names.inAnyCase("deploy", "seed", "reach", "verify"));
        unlock(spec, names.inAnyCase("lock", "deploy", "seed", "reach", "verify", "record"));
    }

    /** Adds the stages of one environment, after the bundle is there and after the environments that come before it. */
    private void environment(ReleaseParts.Step step, String bundled) {
        EnvironmentDraft.Environment asked = step.environment();
        EnvironmentSpec spec = asked.spec();
        Names names = new Names(spec.name());

        cluster(spec, step.cluster(), new AfterSuccess(step.awaited()));
        compare(spec, new AfterSuccess(between(new StageId(bundled), step.awaited(), names.id("cluster"))));

        // ReleaseRecords, Deployer, ResourceTracker
        stage(
                names.id("soak"),
                names.after("compare"),
                asked.soak()
                        .map(time -> within(time.plus(PROVING_HEALTH), new StageTask.Soak(spec, step.before(), time))));

        // Approvals
        stage(
                names.id("approval"),
                names.after("soak"),
                asked.approval().map(rule -> within(rule.within(), new StageTask.AwaitApproval(spec, rule))));

        // No port: the clock alone.
        stage(
                names.id("freeze"),
                names.after("approval"),
                asked.freeze().map(freeze -> within(Freeze.LONGEST, new StageTask.AwaitThaw(spec, freeze))));

        lock(spec, names.after("freeze"));
        deploy(spec, names.after("lock"));
        verify(spec, asked.verify(), names.after("deploy"));

        // EnvironmentLock, Deployer, ReleaseRecords, BundleStore, ResourceTracker: only when one of those has failed.
        stage(
                names.id("return"),
                names.inAnyCase("deploy", "verify"),
                Optional.of(asked)
                        .filter(EnvironmentDraft.Environment::returns)
                        .map(wanted -> within(
                                spec.readyWithin().plus(AROUND_A_ROLLOUT), new StageTask.ReturnToLastGood(spec))));

        record(spec, names.inAnyCase("deploy", "verify", "return"));
        unlock(spec, names.inAnyCase("lock", "deploy", "verify", "return", "record"));
    }

    /** ClusterMaker: beside what comes before the environment. */
    private void cluster(EnvironmentSpec spec, Optional<ClusterSpec> made, Trigger when) {
        stage(
                new Names(spec.name()).id("cluster"),
                when,
                made.map(cluster ->
                        within(making(cluster), new StageTask.MakeCluster(cluster, Optional.of(spec.name())))));
    }

    /** BundleStore, Deployer: its journal is moved into the environment's cluster before. */
    private void compare(EnvironmentSpec spec, Trigger when) {
        stage(new Names(spec.name()).id("compare"), when, Optional.of(within(COMPARING, new StageTask.Compare(spec))));
    }

    /** EnvironmentLock. */
    private void lock(EnvironmentSpec spec, Trigger when) {
        stage(
                new Names(spec.name()).id("lock"),
                when,
                Optional.of(within(WAITING_FOR_OTHERS, new StageTask.Lock(spec))));
    }

    /** EnvironmentLock, Approvals, BundleStore, Deployer, ResourceTracker. */
    private void deploy(EnvironmentSpec spec, Trigger when) {
        stage(
                new Names(spec.name()).id("deploy"),
                when,
                Optional.of(within(spec.readyWithin().plus(AROUND_A_ROLLOUT), new StageTask.Deploy(spec))));
    }

    /** EnvironmentLock, Deployer, EnvironmentProbe, TestRunner. */
    private void verify(EnvironmentSpec spec, Optional<VerifySpec> wanted, Trigger when) {
        stage(
                new Names(spec.name()).id("verify"),
                when,
                wanted.map(checks -> within(VERIFYING, new StageTask.Verify(spec, checks))));
    }

    /** ReleaseRecords, Deployer: failures too, and what was brought back. */
    private void record(EnvironmentSpec spec, Trigger when) {
        stage(new Names(spec.name()).id("record"), when, Optional.of(within(WRITING, new StageTask.WriteRecord(spec))));
    }

    /** EnvironmentLock. */
    private void unlock(EnvironmentSpec spec, Trigger when) {
        stage(new Names(spec.name()).id("unlock"), when, Optional.of(within(WRITING, new StageTask.Unlock(spec))));
    }

    /** The Secrets that the app of a preview finds: its own datastores' variables win over copied ones. */
    private static List<String> variables(PreviewRules rules) {
        Stream<String> copied = rules.secrets().stream().flatMap(secrets -> secrets.names().stream());
        Stream<String> own =
                rules.datastores().isEmpty() ? Stream.empty() : Stream.of(PreviewRules.variablesOf(rules.app()));
        return Stream.concat(copied, own).toList();
    }

    /** The stages that must have succeeded before another environment's turn: a record alone is also made of failures. */
    static List<StageId> released(EnvironmentDraft.Environment environment) {
        Names names = new Names(environment.spec().name());
        return List.of(names.id(environment.verify().isPresent() ? "verify" : "deploy"), names.id("record"));
    }

    /** The stages of one environment by their short names. */
    private record Names(EnvironmentName environment) {
        StageId id(String stage) {
            return new StageId(environment + "." + stage);
        }

        Trigger after(String... stages) {
            return new AfterSuccess(ids(stages));
        }

        Trigger inAnyCase(String begun, String... users) {
            return new Afterwards(id(begun), ids(users));
        }

        private List<StageId> ids(String... stages) {
            return Stream.of(stages).map(this::id).toList();
        }
    }

    private void stage(String name, Trigger trigger, Work work) {
        stage(new StageId(name), trigger, Optional.of(work));
    }

    private void stage(String name, Trigger trigger, Optional<Work> work) {
        stage(new StageId(name), trigger, work);
    }

    private void stage(StageId id, Trigger trigger, Optional<Work> work) {
        work.ifPresentOrElse(
                wanted -> graph.add(new Stage(id, trigger, wanted.within(), wanted.task())),
                () -> graph.leaveOut(id, trigger));
    }

    private static Work within(Duration time, StageTask task) {
        return new Work(time, task);
    }

    private static Trigger atOnce() {
        return after();
    }

    private static Trigger after(String... stages) {
        return new AfterSuccess(Stream.of(stages).map(StageId::new).toList());
    }

    private static Trigger inAnyCase(String begun, String... users) {
        return new Afterwards(
                new StageId(begun), Stream.of(users).map(StageId::new).toList());
    }

    private static List<StageId> between(StageId first, List<StageId> others, StageId last) {
        return Stream.of(List.of(first), others, List.of(last))
                .flatMap(List::stream)
                .toList();
    }

    /** Where an environment is in the tests' cluster too, that is made even when the tests need not run. */
    private static Optional<EnvironmentName> environmentIn(ClusterSpec cluster, ReleaseParts parts) {
        return parts.steps().stream()
                .filter(step -> step.cluster().filter(cluster::equals).isPresent())
                .map(step -> step.environment().spec().name())
                .findFirst();
    }

    private static Duration making(ClusterSpec cluster) {
        return cluster.within().multipliedBy(2).plus(TIDYING);
    }

    private static Duration longestStart(List<DatastoreSpec> datastores) {
        return datastores.stream()
                .map(DatastoreSpec::readyWithin)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
