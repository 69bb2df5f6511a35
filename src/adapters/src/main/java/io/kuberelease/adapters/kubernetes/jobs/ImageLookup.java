package io.kuberelease.adapters.kubernetes.jobs;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ImageRegistry.ImageConfig;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at what an image says of itself, where that can be had quickly; else the cluster finds out by itself. Blocks. */
public final class ImageLookup {
    /** Long enough for a registry that answers at all; nobody waits longer for a mere look ahead. */
    private static final long PATIENCE_SECONDS = 10;

    private final ImageRegistry registry;
    private final Executor workers;

    /** @param workers other threads than those that ask */
    public ImageLookup(ImageRegistry registry, Executor workers) {
        this.registry = registry;
        this.workers = workers;
    }

    /** Of an image by its digest; empty when it can't be had. */
    public Optional<ImageConfig> config(ImageReference image) {
        return known(() -> registry.config(image));
    }

    /** Of an image by its name, {@code python:3.11} say; empty when it can't be had. */
    public Optional<ImageConfig> config(String image) {
        return known(() -> named(image));
    }

    private ImageConfig named(String image) {
        String untilDigest = image.replaceFirst("@.*", "");
        int tagAt = untilDigest.lastIndexOf(':');
        boolean tagged = tagAt > untilDigest.lastIndexOf('/');
        ImageRepository repository = repository(tagged ? untilDigest.substring(0, tagAt) : untilDigest);
        Digest digest = image.contains("@")
                ? new Digest(image.substring(image.indexOf('@') + 1))
                : registry.resolve(repository, tagged ? untilDigest.substring(tagAt + 1) : "latest")
                        .orElseThrow(() -> new IllegalArgumentException("there is no image " + image));
        return registry.config(new ImageReference(repository, digest));
    }

    /** As Docker has it: a first part without a dot or a port is no registry. */
    private static ImageRepository repository(String name) {
        int slash = name.indexOf('/');
        String host = slash < 0 ? "" : name.substring(0, slash);
        boolean named = host.contains(".") || host.contains(":") || host.equals("localhost");
        return new ImageRepository(named ? name : "docker.io/" + (slash < 0 ? "library/" + name : name));
    }

    private Optional<ImageConfig> known(Supplier<ImageConfig> look) {
        try {
            return Optional.of(CompletableFuture.supplyAsync(look, workers)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join());
        } catch (CompletionException notKnown) {
            return Optional.empty();
        }
    }
}
