package io.kuberelease.testkit;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.testkit.contract.EnvironmentJournalsContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class FakeJournalsTest implements EnvironmentJournalsContract {
    private final FakeWorld world = new FakeWorld();

    @Override
    public EnvironmentJournals journals() {
        return world.journals();
    }

    @Override
    public EnvironmentSpec keeping(String environment) {
        return new EnvironmentSpec(
                new EnvironmentName(environment),
                new AppName("polls"),
                new Target(environment, Optional.empty(), new Namespace("polls")),
                List.of(),
                false,
                Duration.ofMinutes(1));
    }
}
