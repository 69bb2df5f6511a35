package io.kuberelease.testkit;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.ReleaseRecords;
import io.kuberelease.testkit.contract.EnvironmentLockContract;
import io.kuberelease.testkit.contract.ReleaseRecordsContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class FakeEnvironmentsTest implements ReleaseRecordsContract, EnvironmentLockContract {
    private final FakeWorld world = new FakeWorld();

    @Override
    public ReleaseRecords records() {
        return world.ports().records();
    }

    @Override
    public EnvironmentLock program() {
        return world.ports().locks();
    }

    @Override
    public EnvironmentSpec recorded(String environment) {
        return environment("polls", environment);
    }

    @Override
    public EnvironmentSpec lockable(String suffix) {
        return environment("polls-" + suffix, "staging");
    }

    private static EnvironmentSpec environment(String app, String name) {
        Target target = new Target("staging", Optional.empty(), new Namespace("polls"));
        return new EnvironmentSpec(
                new EnvironmentName(name), new AppName(app), target, List.of(), false, Duration.ofMinutes(1));
    }
}
