package io.kuberelease.testkit;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.StageControl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A registry that keeps artifacts in memory, by content. Its digests are not those of a real registry's manifests, but
 * differ when anything of the artifact differs. It checks nothing when an artifact is pulled, so that tests can see
 * who else does.
 */
public final class MemoryRegistry implements ImageRegistry {
    private final FakeWorld world;
    private final Map<String, Digest> tags = new ConcurrentHashMap<>();
    private final Map<ImageReference, Artifact> artifacts = new ConcurrentHashMap<>();

    /** A registry that is no part of a larger world. */
    public MemoryRegistry() {
        this(new FakeWorld());
    }

    MemoryRegistry(FakeWorld world) {
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
        return new ImageConfig("/", List.of(), List.of(), "");
    }

    @Override
    public ImageReference push(ImageRepository repository, Artifact artifact, String tag) {
        ImageReference reference = new ImageReference(repository, digest(artifact));
        artifacts.put(reference, artifact);
        tag(reference, tag);
        return reference;
    }

    @Override
    public Artifact pull(ImageReference artifact) {
        return Optional.ofNullable(artifacts.get(artifact))
                .orElseThrow(() -> new ReleaseException.Failed(
                        Cause.of(CauseKind.BAD_INPUT, "could not pull " + artifact + ": nobody pushed it")));
    }

    @Override
    public ImageReference copy(ImageReference image, ImageRepository to, String tag, StageControl control) {
        ImageReference copy = new ImageReference(to, image.digest());
        artifacts.put(copy, pull(image));
        tag(copy, tag);
        return copy;
    }

    /** All tags of all repositories, as {@code repository:tag}, with what they name. */
    public Map<String, Digest> tags() {
        return new TreeMap<>(tags);
    }

    /** Puts something else under the same digest, as a registry never may. */
    public void tamper(ImageReference artifact, UnaryOperator<Artifact> change) {
        artifacts.put(artifact, change.apply(pull(artifact)));
    }

    @Override
    public Digest digest(Artifact artifact) {
        StringBuilder text = new StringBuilder().append(artifact.type()).append('\n');
        add(text, artifact.config());
        artifact.layers().forEach(layer -> add(text, layer));
        return Digest.of(text.append(new TreeMap<>(artifact.annotations())).toString());
    }

    private static void add(StringBuilder text, Layer layer) {
        text.append(layer.mediaType()).append('\n');
        text.append(Digest.of(layer.content())).append('\n');
        text.append(new TreeMap<>(layer.annotations())).append('\n');
    }
}
