package io.kuberelease.testkit;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.Target;
import io.kuberelease.port.ResourceTracker;
import io.kuberelease.port.StageControl;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A tracker that finds everything ready once Helm has applied it, unless a fault for {@code track ‹cluster›} says why not. */
final class FakeTracker implements ResourceTracker {
    private final FakeWorld world;

    FakeTracker(FakeWorld world) {
        this.world = world;
    }

    @Override
    public List<ResourceStatus> look(Target target, List<ResourceIdentity> resources) {
        String message = "";
        try {
            world.mayFail("track " + target.cluster());
        } catch (ReleaseException.Failed e) {
            message = e.reason().summary();
        }
        return statuses(resources, message);
    }

    private static List<ResourceStatus> statuses(List<ResourceIdentity> resources, String why) {
        return resources.stream()
                .map(resource -> new ResourceStatus(resource, why.isEmpty() ? 1 : 0, 1, why, why.isEmpty()))
                .toList();
    }

    @Override
    public Tracking track(TrackRequest request, StageControl control) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        world.tracks(request.target().cluster(), control.deadline());
        try {
            world.mayFail("watch " + request.target().cluster());
        } catch (ReleaseException.Failed e) {
            verdict.complete(new Verdict.NotReady(
                    e.reason(), statuses(request.resources(), e.reason().summary())));
        }
        return new Tracking() {
            @Override
            public void applied() {
                try {
                    world.mayFail("track " + request.target().cluster());
                    verdict.complete(new Verdict.Ready(List.of()));
                } catch (ReleaseException.Failed e) {
                    verdict.complete(new Verdict.NotReady(
                            e.reason(), statuses(request.resources(), e.reason().summary())));
                } catch (ReleaseException.Aborted stopped) {
                    verdict.completeExceptionally(stopped);
                }
            }

            @Override
            public CompletionStage<Verdict> verdict() {
                return verdict;
            }

            @Override
            public void close() {}
        };
    }
}
