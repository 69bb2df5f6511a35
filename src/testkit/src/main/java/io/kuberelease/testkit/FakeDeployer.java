package io.kuberelease.testkit;

import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.StageControl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Helm that remembers which release made which revision, and adopts what the same release made before. */
final class FakeDeployer implements Deployer {
    private final FakeWorld world;
    private final Map<String, List<ReleaseId>> revisions;
    private final Digest diff;

    FakeDeployer(FakeWorld world, Map<String, List<ReleaseId>> revisions, Digest diff) {
        this.world = world;
        this.revisions = revisions;
        this.diff = diff;
    }

    @Override
    public Comparison compare(DeployRequest request, StageControl control) {
        world.mayFail("compare " + request.environment().name());
        return new Comparison(new EnvironmentDiff(made(request).size(), false, diff, List.of()), List.of(), List.of());
    }

    @Override
    public CompletionStage<Deployment> deploy(DeployRequest request, EnvironmentDiff expected, StageControl control) {
        world.mayFail("deploy " + request.environment().name());
        List<ReleaseId> made = made(request);
        if (!made.contains(control.release())) {
            made.add(control.release());
            world.changed("deploy " + request.environment().name());
        }
        return CompletableFuture.completedFuture(new Deployment(made.size()));
    }

    @Override
    public Optional<Installed> installed(EnvironmentSpec environment) {
        world.mayFail("installed " + environment.name());
        List<ReleaseId> made = revisions.getOrDefault(environment.name().value(), List.of());
        return made.isEmpty()
                ? Optional.empty()
                : Optional.of(new Installed(made.size(), "deployed", List.of(deployment(environment))));
    }

    @Override
    public List<ResourceChange> between(DeployRequest before, DeployRequest after, StageControl control) {
        return before.bundleReference().equals(after.bundleReference())
                ? List.of()
                : List.of(new ResourceChange(
                        EnvironmentDiff.Kind.CHANGED,
                        deployment(after.environment()),
                        List.of(
                                "-  image: " + before.bundle().image(),
                                "+  image: " + after.bundle().image())));
    }

    private static ResourceIdentity deployment(EnvironmentSpec environment) {
        return new ResourceIdentity(
                "apps/v1",
                "Deployment",
                environment.target().namespace(),
                environment.app().value());
    }

    @Override
    public void markFailed(DeployRequest request, int revision, String why) {
        world.changed("mark failed " + request.environment().name());
    }

    private List<ReleaseId> made(DeployRequest request) {
        return revisions.computeIfAbsent(request.environment().name().value(), name -> new CopyOnWriteArrayList<>());
    }
}
