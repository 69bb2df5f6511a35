package io.kuberelease.testkit;

import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.StageControl;
import java.util.List;
import java.util.Map;
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
    public void markFailed(DeployRequest request, int revision, String why) {
        world.changed("mark failed " + request.environment().name());
    }

    private List<ReleaseId> made(DeployRequest request) {
        return revisions.computeIfAbsent(request.environment().name().value(), name -> new CopyOnWriteArrayList<>());
    }
}
