package io.kuberelease.testkit;

import io.kuberelease.model.ReleaseException;
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
    public Tracking track(TrackRequest request, StageControl control) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        return new Tracking() {
            @Override
            public void applied() {
                try {
                    world.mayFail("track " + request.target().cluster());
                    verdict.complete(new Verdict.Ready(List.of()));
                } catch (ReleaseException.Failed e) {
                    verdict.complete(new Verdict.NotReady(e.reason(), List.of()));
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
