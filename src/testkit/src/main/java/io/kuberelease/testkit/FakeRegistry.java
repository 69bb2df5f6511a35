package io.kuberelease.testkit;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.ImageRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A registry that knows tags only. */
final class FakeRegistry implements ImageRegistry {
    private final FakeWorld world;
    private final Map<String, Digest> tags = new ConcurrentHashMap<>();

    FakeRegistry(FakeWorld world) {
        this.world = world;
    }

    @Override
    public Optional<Digest> resolve(ImageRepository repository, String tag) {
        return Optional.ofNullable(tags.get(repository + ":" + tag));
    }

    @Override
    public void tag(ImageReference image, String tag) {
        world.mayFail("tag");
        if (tags.put(image.repository() + ":" + tag, image.digest()) == null) {
            world.changed("tag " + tag);
        }
    }

    @Override
    public ImageConfig config(ImageReference image) {
        return new ImageConfig("/app", List.of(), List.of(), "");
    }

    @Override
    public ImageReference push(ImageRepository repository, Artifact artifact, String tag) {
        throw new UnsupportedOperationException("bundles are kept by FakeSource");
    }

    @Override
    public Artifact pull(ImageReference artifact) {
        throw new UnsupportedOperationException("bundles are kept by FakeSource");
    }
}
