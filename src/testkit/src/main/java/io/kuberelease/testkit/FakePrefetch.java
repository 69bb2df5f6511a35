package io.kuberelease.testkit;

import io.kuberelease.port.ImagePrefetch;
import java.util.Optional;

/** Pulls nothing, and remembers for where it was asked. */
final class FakePrefetch implements ImagePrefetch {
    private final FakeWorld world;

    FakePrefetch(FakeWorld world) {
        this.world = world;
    }

    @Override
    public Optional<String> begin(Wanted wanted) {
        world.mayFail("prefetch " + wanted.place());
        world.changed("prefetch " + wanted.place());
        return Optional.empty();
    }

    @Override
    public void makeWay(Wanted wanted) {
        world.mayFail("make way " + wanted.place());
        world.changed("make way " + wanted.place());
    }
}
