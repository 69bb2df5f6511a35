package io.kuberelease.testkit;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Errand;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.ApprovalRule;
import io.kuberelease.plan.ChartSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.Notify;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TestSpec;
import io.kuberelease.plan.Trigger;
import io.kuberelease.plan.VerifySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A whole release of the app polls to environments that follow each other, for tests of what carries plans out. */
public final class SamplePlan {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final ImageRepository REPOSITORY = new ImageRepository("registry.example/acme/polls");
    private static final ChartSpec CHART = new ChartSpec("chart", new Version("1.4.0"), Optional.empty());
    private static final Target CI = new Target("ci", Optional.empty(), new Namespace("polls"));

    private final List<Stage> stages = new ArrayList<>();
    private final List<EnvironmentSpec> environments;
    private final Optional<String> approvalIn;

    private SamplePlan(List<String> environments, Optional<String> approvalIn) {
        this.environments = environments.stream().map(SamplePlan::environment).toList();
        this.approvalIn = approvalIn;
    }

    /** To staging and then production, without an approval. */
    public static ReleasePlan toProduction() {
        return new SamplePlan(List.of("staging", "production"), Optional.empty()).build();
    }

    /** To staging and then production, which waits for an approval. */
    public static ReleasePlan withApproval() {
        return new SamplePlan(List.of("staging", "production"), Optional.of("production")).build();
    }

    /** Production goes back to a bundle that exists. */
    public static ReleasePlan rollback(ImageReference bundle) {
        SamplePlan plan = new SamplePlan(List.of("production"), Optional.of("production"));
        plan.after("bundle", new StageTask.FetchBundle(new AppName("polls"), bundle, Errand.ROLLBACK));
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

    private void fromSourceToBundle() {
        after("datastores", new StageTask.StartDatastores(CI, List.of()));
        after("build", new StageTask.BuildImage(image(), Map.of(), "kr-r1"));
        after("chart", new StageTask.PackageChart(CHART));
        after(
                "test",
                new StageTask.RunTests(CI, new TestSpec(List.of("test"), Optional.empty(), Map.of())),
                "datastores",
                "build");
        afterwards("tidy", new StageTask.RemoveDatastores(CI), "datastores", "test");
        after("bundle", new StageTask.WriteBundle(new AppName("polls"), REPOSITORY, environments), "test", "chart");
        after("publish", new StageTask.Publish(List.of("1.4.0"), CHART), "bundle");
    }

    private void environment(EnvironmentSpec environment, String before) {
        String name = environment.name() + ".";
        after(name + "compare", new StageTask.Compare(environment), before);
        String last = "compare";
        if (approvalIn.filter(environment.name().value()::equals).isPresent()) {
            ApprovalRule rule = new ApprovalRule(List.of("release-managers"), DEADLINE);
            after(name + "approval", new StageTask.AwaitApproval(environment, rule), name + last);
            last = "approval";
        }
        after(name + "lock", new StageTask.Lock(environment), name + last);
        after(name + "deploy", new StageTask.Deploy(environment), name + "lock");
        VerifySpec checks = new VerifySpec(Optional.of("/health"), Optional.empty(), List.of("smoke"));
        after(name + "verify", new StageTask.Verify(environment, checks), name + "deploy");
        afterwards(name + "record", new StageTask.WriteRecord(environment), name + "deploy", name + "verify");
        afterwards(
                name + "unlock",
                new StageTask.Unlock(environment),
                name + "lock",
                name + "deploy",
                name + "verify",
                name + "record");
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
        return new ImageSpec(
                REPOSITORY,
                ".",
                "Dockerfile",
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ImageValues.USUAL,
                false);
    }
}
