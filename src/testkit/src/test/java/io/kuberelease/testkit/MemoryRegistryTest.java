package io.kuberelease.testkit;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.testkit.contract.ImageRegistryContract;
import java.util.concurrent.atomic.AtomicInteger;

class MemoryRegistryTest implements ImageRegistryContract {
    private final FakeWorld world = new FakeWorld();
    private final AtomicInteger repositories = new AtomicInteger();

    @Override
    public ImageRegistry registry() {
        return world.ports().registry();
    }

    @Override
    public ImageRepository emptyRepository() {
        return new ImageRepository("registry.example/acme/polls-" + repositories.incrementAndGet());
    }
}
