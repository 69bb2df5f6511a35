package io.kuberelease.cli.wiring;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.StageControl;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Holds artifacts in memory, for a bundle that is previewed and not released. */
public final class InMemoryRegistry implements ImageRegistry {
    private static final Digest ANY = new Digest("sha256:" + "0".repeat(64));

    private final Map<ImageReference, Artifact> held = new ConcurrentHashMap<>();

    @Override
    public Optional<Digest> resolve(ImageRepository repository, String tag) {
        return Optional.empty();
    }

    @Override
    public void tag(ImageReference image, String tag) {
        throw new UnsupportedOperationException("nothing is tagged here");
    }

    @Override
    public ImageConfig config(ImageReference image) {
        throw new UnsupportedOperationException("no images are held here");
    }

    @Override
    public Digest digest(Artifact artifact) {
        return ANY;
    }

    @Override
    public ImageReference push(ImageRepository repository, Artifact artifact, String tag) {
        ImageReference reference = new ImageReference(repository, ANY);
        held.put(reference, artifact);
        return reference;
    }

    @Override
    public ImageReference copy(ImageReference image, ImageRepository to, String tag, StageControl control) {
        throw new UnsupportedOperationException("nothing is copied here");
    }

    @Override
    public Artifact pull(ImageReference artifact) {
        return Optional.ofNullable(held.get(artifact)).orElseThrow();
    }
}
