package io.kuberelease.adapters.bundle;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.ImageRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A registry that keeps artifacts in memory, by content. */
final class MemoryRegistry implements ImageRegistry {
    final Map<String, ImageReference> tags = new HashMap<>();
    final Map<ImageReference, Artifact> artifacts = new HashMap<>();

    @Override
    public ImageReference push(ImageRepository repository, Artifact artifact, String tag) {
        StringBuilder content = new StringBuilder(artifact.type()).append(new TreeMap<>(artifact.annotations()));
        content.append(text(artifact.config()));
        artifact.layers().forEach(layer -> content.append(text(layer)));
        ImageReference reference = new ImageReference(repository, digest(content.toString()));
        tags.put(tag, reference);
        artifacts.put(reference, artifact);
        return reference;
    }

    @Override
    public Artifact pull(ImageReference artifact) {
        return artifacts.get(artifact);
    }

    @Override
    public Optional<Digest> resolve(ImageRepository repository, String tag) {
        return Optional.ofNullable(tags.get(tag)).map(ImageReference::digest);
    }

    @Override
    public void tag(ImageReference image, String tag) {
        tags.put(tag, image);
    }

    @Override
    public ImageConfig config(ImageReference image) {
        return new ImageConfig("/", List.of(), List.of(), "");
    }

    private static String text(Layer layer) {
        return layer.mediaType() + layer.annotations() + new String(layer.content(), StandardCharsets.UTF_8);
    }

    private static Digest digest(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return new Digest("sha256:" + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
