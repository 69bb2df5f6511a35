package io.kuberelease.testkit;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.ApprovalRule;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.Freeze;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.Notify;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.PreviewInventory;
import io.kuberelease.plan.PreviewRules;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TestSetup;
import io.kuberelease.plan.TestSpec;
import io.kuberelease.plan.Trigger;
import io.kuberelease.plan.VerifySpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A whole release of the app polls to environments that follow each other, for tests of what carries plans out. */
public final class SamplePlan {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final ImageRepository REPOSITORY = new ImageRepository("registry.example/acme/polls");
    private static final ChartSpec CHART = new ChartSpec("chart", new Version("1.4.0"), Optional.empty());
    private static final Target CI = new Target("ci", Optional.empty(), new Namespace("polls"));

    private static final List<String> BOTH = List.of("staging", "production");

    private final List<Stage> stages = new ArrayList<>();
    private final List<EnvironmentSpec> environments;
    private final Wishes wishes;
    /** None for a single image, which has no name. */
    private final List<ImageName> images = new ArrayList<>();

    /** What production asks for; {@code returns} is for staging too. */
    private record Wishes(boolean approval, Optional<Duration> soak, Optional<Freeze> freeze, boolean returns) {
        private static final Wishes NONE = new Wishes(false, Optional.empty(), Optional.empty(), false);
    }

    private SamplePlan(List<String> environments, Wishes wishes) {
        this.environments = environments.stream().map(SamplePlan::environment).toList();
        this.wishes = wishes;
    }

    /** To staging and then production, without an approval. */
    public static ReleasePlan toProduction() {
        return new SamplePlan(BOTH, Wishes.NONE).build();
    }

    /** To staging and then production, which waits for an approval. */
    public static ReleasePlan withApproval() {
        return new SamplePlan(BOTH, new Wishes(true, Optional.empty(), Optional.empty(), false)).build();
    }

    /** To staging, and to production once the bundle has been healthy in staging for this time. */
    public static ReleasePlan soaking(Duration time) {
        return new SamplePlan(BOTH, new Wishes(false, Optional.of(time), Optional.empty(), false)).build();
    }

    /** To staging and then production, which waits for an approval and is frozen at times. */
    public static ReleasePlan frozen(Freeze freeze) {
        return new SamplePlan(BOTH, new Wishes(true, Optional.empty(), Optional.of(freeze), false)).build();
    }

    /** To staging and then production, which both go back to their last good bundle when they fail. */
    public static ReleasePlan returning() {
        return new SamplePlan(BOTH, new Wishes(false, Optional.empty(), Optional.empty(), true)).build();
    }

    /** To staging and then production; what the image has passed before is not tested again. */
    public static ReleasePlan testingOnce() {
        SamplePlan plan = new SamplePlan(BOTH, Wishes.NONE);
        plan.fromSourceToBundle("tested");
        return plan.build("publish");
    }

    /** To staging and then production, with an image of each of these names; the tests run in the first. */
    public static ReleasePlan severalImages(String... names) {
        SamplePlan plan = new SamplePlan(BOTH, Wishes.NONE);
        plan.images.clear();
        Stream.of(names).map(ImageName::new).forEach(plan.images::add);
        return plan.build();
    }

    /** The same plan, with the image brought to nodes ahead of time. */
    public static ReleasePlan prefetching(ReleasePlan plan) {
        return new ReleasePlan(
                plan.release(),
                plan.app(),
                plan.version(),
                plan.source(),
                plan.startedBy(),
                plan.notifies(),
                plan.stages(),
                plan.notes(),
                true,
                List.of());
    }

    /** Production goes back to a bundle that exists. */
    public static ReleasePlan rollback(ImageReference bundle) {
        SamplePlan plan =
                new SamplePlan(List.of("production"), new Wishes(true, Optional.empty(), Optional.empty(), false));
        plan.after("bundle", new StageTask.FetchBundle(new AppName("polls"), bundle, ReleaseKind.ROLLBACK));
        return plan.build("bundle");
    }

    /** To the preview of a branch, with all that only previews have. */
    public static ReleasePlan preview() {
        SamplePlan plan = new SamplePlan(List.of(), Wishes.NONE);
        EnvironmentSpec environment = new EnvironmentSpec(
                PreviewRules.NAME,
                new AppName("polls"),
                new Target("staging", Optional.empty(), new Namespace("polls-search")),
                List.of(),
                false,
                DEADLINE);
        PreviewClaim claim =
                new PreviewClaim("search", "search", URI.create("http://search.example.com/"), Duration.ofDays(3), 10);
        TestSpec seed = new TestSpec(List.of("seed"), Optional.empty(), Map.of());
        plan.after("build", new StageTask.BuildImage(image(), Map.of(), "kr-r1"));
        plan.after("chart", new StageTask.PackageChart(CHART));
        plan.after(
                "bundle",
                new StageTask.WriteBundle(new AppName("polls"), REPOSITORY, List.of(environment)),
                "build",
                "chart");
        plan.after(
                "preview.claim",
                new StageTask.ClaimPreview(
                        environment, claim, Optional.of(new PreviewInventory(true, List.of("mail"), true))));
        plan.after("preview.quota", new StageTask.LimitPreview(environment, Map.of("cpu", "2")), "preview.claim");
        plan.after(
                "preview.secrets",
                new StageTask.CopySecrets(
                        environment, new PreviewRules.CopiedSecrets(new Namespace("polls"), List.of("mail"))),
                "preview.quota");
        plan.after("preview.datastores", new StageTask.KeepDatastores(environment, List.of()), "preview.quota");
        plan.after("preview.compare", new StageTask.Compare(environment), "bundle", "preview.claim", "preview.secrets");
        plan.after("preview.lock", new StageTask.Lock(environment), "preview.compare");
        plan.after("preview.deploy", new StageTask.Deploy(environment), "preview.lock", "preview.datastores");
        plan.after(
                "preview.seed",
                new StageTask.SeedPreview(environment, seed, List.of("polls-datastores"), Optional.empty()),
                "preview.deploy");
        plan.after(
                "preview.reach",
                new StageTask.ReachPreview(environment, claim.address(), Optional.empty(), Optional.empty()),
                "preview.seed");
        plan.afterwards(
                "preview.record",
                new StageTask.WriteRecord(environment),
                "preview.deploy",
                "preview.seed",
                "preview.reach");
        plan.afterwards(
                "preview.unlock",
                new StageTask.Unlock(environment),
                "preview.lock",
                "preview.deploy",
                "preview.record");
        return plan.build("bundle");
    }

    private ReleasePlan build() {
        fromSourceToBundle();
        return build("publish");
    }

    private ReleasePlan build(String bundled) {
        String before = bundled;
        for (EnvironmentSpec environment : environments) {
            environment(environment, before);
            before = environment.name() + ".record";
        }
        return new ReleasePlan(
                new ReleaseId("r1"),
                new AppName("polls"),
                new Version("1.4.0"),
                new SourceRevision("3f2c1ab9", "main", Optional.empty(), false),
                "tester",
                Notify.NOBODY,
                stages);
    }

    private void fromSourceToBundle(String... lookups) {
        TestSpec tests = new TestSpec(List.of("test"), Optional.empty(), Map.of());
        after("datastores", new StageTask.StartDatastores(CI, List.of()));
        if (images.isEmpty()) {
            after("build", new StageTask.BuildImage(image(), Map.of(), "kr-r1"));
        }
        for (ImageName name : images) {
            after("build-" + name, new StageTask.BuildImage(image(Optional.of(name)), Map.of(), "kr-r1"));
        }
        Optional<ImageName> tested = images.stream().findFirst();
        String built = tested.map(name -> "build-" + name).orElse("build");
        after("chart", new StageTask.PackageChart(CHART));
        for (String lookup : lookups) {
            after(lookup, new StageTask.FindTestMark(new TestSetup(tests, List.of()), tested), built);
        }
        after(
                "test",
                new StageTask.RunTests(CI, tests, tested),
                Stream.concat(Stream.of("datastores", built), Stream.of(lookups))
                        .toArray(String[]::new));
        afterwards("tidy", new StageTask.RemoveDatastores(CI), "datastores", "test");
        after(
                "bundle",
                new StageTask.WriteBundle(new AppName("polls"), REPOSITORY, environments),
                Stream.concat(images.stream().map(name -> "build-" + name), Stream.of("test", "chart"))
                        .toArray(String[]::new));
        PerImage<List<String>> tags = images.isEmpty()
                ? PerImage.single(List.of("1.4.0"))
                : PerImage.named(
                        images.stream().collect(Collectors.toMap(name -> name, name -> List.of("1.4.0-" + name))));
        after("publish", new StageTask.Publish(tags, CHART), "bundle");
    }

    private void environment(EnvironmentSpec environment, String before) {
        String name = environment.name() + ".";
        after(name + "compare", new StageTask.Compare(environment), before);
        String last = "compare";
        if (environment.name().value().equals("production")) {
            last = waits(environment, last);
        }
        after(name + "lock", new StageTask.Lock(environment), name + last);
        after(name + "deploy", new StageTask.Deploy(environment), name + "lock");
        VerifySpec checks = new VerifySpec(
                Optional.of("/health"),
                Optional.empty(),
                List.of("smoke"),
                ContainerNeeds.USUAL,
                images.stream().findFirst());
        after(name + "verify", new StageTask.Verify(environment, checks), name + "deploy");
        if (wishes.returns()) {
            afterwards(name + "return", new StageTask.ReturnToLastGood(environment), name + "deploy", name + "verify");
        }
        String changed = wishes.returns() ? name + "return" : name + "verify";
        afterwards(name + "record", new StageTask.WriteRecord(environment), name + "deploy", changed);
        afterwards(
                name + "unlock",
                new StageTask.Unlock(environment),
                name + "lock",
                name + "deploy",
                name + "verify",
                name + "record");
    }

    private String waits(EnvironmentSpec environment, String compared) {
        String name = environment.name() + ".";
        String last = compared;
        if (wishes.soak().isPresent()) {
            Duration time = wishes.soak().get();
            StageTask soak = new StageTask.Soak(environment, List.of(environments.get(0)), time);
            stages.add(new Stage(
                    new StageId(name + "soak"), new Trigger.AfterSuccess(ids(name + last)), time.plus(DEADLINE), soak));
            last = "soak";
        }
        if (wishes.approval()) {
            ApprovalRule rule = new ApprovalRule(List.of("release-managers"), DEADLINE);
            after(name + "approval", new StageTask.AwaitApproval(environment, rule), name + last);
            last = "approval";
        }
        if (wishes.freeze().isPresent()) {
            StageTask thaw =
                    new StageTask.AwaitThaw(environment, wishes.freeze().get());
            stages.add(new Stage(
                    new StageId(name + "freeze"), new Trigger.AfterSuccess(ids(name + last)), Freeze.LONGEST, thaw));
            last = "freeze";
        }
        return last;
    }

    private void after(String id, StageTask task, String... before) {
        stages.add(new Stage(new StageId(id), new Trigger.AfterSuccess(ids(before)), DEADLINE, task));
    }

    private void afterwards(String id, StageTask task, String opened, String... users) {
        stages.add(new Stage(new StageId(id), new Trigger.Afterwards(new StageId(opened), ids(users)), DEADLINE, task));
    }

    private static List<StageId> ids(String... names) {
        return Stream.of(names).map(StageId::new).toList();
    }

    private static EnvironmentSpec environment(String name) {
        return new EnvironmentSpec(
                new EnvironmentName(name),
                new AppName("polls"),
                new Target(name, Optional.empty(), new Namespace("polls")),
                List.of(),
                true,
                DEADLINE);
    }

    private static ImageSpec image() {
        return image(Optional.empty());
    }

    private static ImageSpec image(Optional<ImageName> name) {
        return new ImageSpec(
                name,
                new ImageRepository(
                        REPOSITORY.value() + name.map(known -> "-" + known).orElse("")),
                ".",
                "Dockerfile",
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ImagePlaces.USUAL,
                false);
    }
}
