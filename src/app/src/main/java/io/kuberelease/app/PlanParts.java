package io.kuberelease.app;

import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.StageTask.Compare;
import io.kuberelease.plan.StageTask.RunTests;
import io.kuberelease.plan.StageTask.Verify;
import io.kuberelease.plan.StageTask.WriteBundle;
import io.kuberelease.plan.VerifySpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds single facts in the stages of a plan. */
public final class PlanParts {
    private PlanParts() {}

    /** The environments in their order: all that the release file has, or those that an existing bundle goes to. */
    public static List<EnvironmentSpec> environments(ReleasePlan plan) {
        Stream<EnvironmentSpec> bundled =
                tasks(plan, WriteBundle.class).flatMap(bundle -> bundle.environments().stream());
        Stream<EnvironmentSpec> reached = tasks(plan, Compare.class).map(Compare::environment);
        return Stream.concat(bundled, reached).distinct().toList();
    }

    /** The cluster and namespace that the tests run in; absent when the plan runs none. */
    public static Optional<Target> tests(ReleasePlan plan) {
        return tasks(plan, RunTests.class).map(RunTests::target).findFirst();
    }

    /** The checks that follow the deployment to an environment; absent when there are none. */
    public static Optional<VerifySpec> checks(ReleasePlan plan, EnvironmentSpec environment) {
        return tasks(plan, Verify.class)
                .filter(task -> task.environment().equals(environment))
                .map(Verify::checks)
                .findFirst();
    }

    private static <T extends StageTask> Stream<T> tasks(ReleasePlan plan, Class<T> kind) {
        return plan.stages().stream()
                .map(stage -> stage.task())
                .filter(kind::isInstance)
                .map(kind::cast);
    }
}
