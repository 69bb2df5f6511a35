package io.kuberelease.testkit;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseException;
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
    private final Map<String, List<Made>> revisions;

    /** A revision: which release made it of which bundle, and whether it is marked failed. */
    record Made(ReleaseId release, ImageReference bundle, boolean failed) {}

    FakeDeployer(FakeWorld world, Map<String, List<Made>> revisions) {
        this.world = world;
        this.revisions = revisions;
    }

    @Override
    public Comparison compare(DeployRequest request, StageControl control) {
        world.mayFail("compare " + request.environment().name());
        control.progress().hide(FoundSecrets.of(world.secrets()));
        List<Made> made = made(request);
        boolean unchanged =
                !made.isEmpty() && !last(made).failed() && last(made).bundle().equals(request.bundleReference());
        EnvironmentDiff diff = new EnvironmentDiff(made.size(), unchanged, hash(made.size(), request), List.of());
        ResourceIdentity deployment = new ResourceIdentity(
                "apps/v1",
                "Deployment",
                request.environment().target().namespace(),
                request.environment().app().value());
        return new Comparison(diff, List.of(deployment), List.of());
    }

    @Override
    public void compareAhead(DeployRequest request, StageControl control) {
        world.mayFail("compare ahead " + request.environment().name());
    }

    @Override
    public void keep(DeployRequest request, EnvironmentDiff compared, StageControl control) {
        world.mayFail("keep " + request.environment().name());
        world.changed("keep " + request.environment().name());
    }

    @Override
    public CompletionStage<Deployment> deploy(DeployRequest request, EnvironmentDiff expected, StageControl control) {
        try {
            return CompletableFuture.completedFuture(deployed(request, expected, control));
        } catch (RuntimeException problem) {
            return CompletableFuture.failedFuture(problem);
        }
    }

    private Deployment deployed(DeployRequest request, EnvironmentDiff expected, StageControl control) {
        world.mayFail("deploy " + request.environment().name());
        List<Made> made = made(request);
        boolean ours = control.adopting()
                && made.size() > expected.revision()
                && last(made).release().equals(control.release());
        if (!ours) {
            if (made.size() != expected.revision()) {
                throw new ReleaseException.Outdated(Cause.of(
                        CauseKind.LOCKED,
                        "revision " + made.size() + " was made by " + last(made).release()));
            }
            made.add(new Made(control.release(), request.bundleReference(), false));
            world.changed("deploy " + request.environment().name());
        }
        return new Deployment(made.size());
    }

    @Override
    public Optional<Installed> installed(EnvironmentSpec environment) {
        world.mayFail("installed " + environment.name());
        List<Made> made = revisions.getOrDefault(environment.name().value(), List.of());
        return made.isEmpty()
                ? Optional.empty()
                : Optional.of(new Installed(
                        made.size(), "deployed", Optional.of(last(made).release()), List.of(deployment(environment))));
    }

    @Override
    public FoundSecrets secrets(EnvironmentSpec environment) {
        return FoundSecrets.of(world.secrets());
    }

    @Override
    public List<ResourceChange> between(DeployRequest before, DeployRequest after, StageControl control) {
        return before.bundleReference().equals(after.bundleReference())
                ? List.of()
                : List.of(new ResourceChange(
                        EnvironmentDiff.Kind.CHANGED,
                        deployment(after.environment()),
                        List.of(
                                "-  image: "
                                        + before.bundle().images().said(image -> image.reference()
                                                .toString()),
                                "+  image: "
                                        + after.bundle().images().said(image -> image.reference()
                                                .toString()))));
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
        List<Made> made = made(request);
        Made wrong = made.get(revision - 1);
        made.set(revision - 1, new Made(wrong.release(), wrong.bundle(), true));
        world.changed("mark failed " + request.environment().name());
    }

    private static Digest hash(int revision, DeployRequest request) {
        return Digest.of(revision + " " + request.bundleReference());
    }

    private static Made last(List<Made> made) {
        return made.get(made.size() - 1);
    }

    private List<Made> made(DeployRequest request) {
        return revisions.computeIfAbsent(request.environment().name().value(), name -> new CopyOnWriteArrayList<>());
    }
}
