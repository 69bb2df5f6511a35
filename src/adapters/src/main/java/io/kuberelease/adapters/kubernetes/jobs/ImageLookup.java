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

/**
 * Reads an image's configuration in advance, if the registry answers quickly; without it the cluster finds problems
 * later. Blocks, for ten seconds at most.
 */
public final class ImageLookup {
    /** Long enough for a registry that answers at all; a mere check in advance is not worth a longer wait. */
    private static final long LIMIT_SECONDS = 10;

    private final ImageRegistry registry;
    private final Executor workers;

    /** @param workers runs the requests while the caller's thread blocks, and so needs threads to spare */
    public ImageLookup(ImageRegistry registry, Executor workers) {
        this.registry = registry;
        this.workers = workers;
    }

    /** The configuration of an image by its digest; empty when it can't be read in time. */
    public Optional<ImageConfig> config(ImageReference image) {
        return known(() -> registry.config(image));
    }

    /**
     * The configuration of an image by its name, for example {@code python:3.11}; empty when it can't be read in time.
     */
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

    /** By Docker's rule a first part without a dot or a port is no registry, except {@code localhost}. */
    private static ImageRepository repository(String name) {
        int slash = name.indexOf('/');
        String host = slash < 0 ? "" : name.substring(0, slash);
        boolean named = host.contains(".") || host.contains(":") || host.equals("localhost");
        return new ImageRepository(named ? name : "docker.io/" + (slash < 0 ? "library/" + name : name));
    }

    private Optional<ImageConfig> known(Supplier<ImageConfig> look) {
        try {
            return Optional.of(CompletableFuture.supplyAsync(look, workers)
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .join());
        } catch (CompletionException notKnown) {
            return Optional.empty();
        }
    }
}
