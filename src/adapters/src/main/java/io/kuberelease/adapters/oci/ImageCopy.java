package io.kuberelease.adapters.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.adapters.oci.ManifestTree.Part;
import io.kuberelease.adapters.oci.RegistryClient.Manifest;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Copies an image with all its platforms, or an artifact, to another repository; only what is missing there is sent.
 */
final class ImageCopy {
    private final RegistryClient client;
    private final BlobUpload uploads;
    private final AuthenticatedTransport authenticatedTransport;
    private final RetryPolicy retryPolicy;
    private final ManifestTree tree = new ManifestTree();

    ImageCopy(RegistryClient client, AuthenticatedTransport authenticatedTransport, RetryPolicy retryPolicy) {
        this.client = client;
        this.authenticatedTransport = authenticatedTransport;
        this.retryPolicy = retryPolicy;
        this.uploads = new BlobUpload(authenticatedTransport, retryPolicy);
    }

    /** Copies all but the image's own manifest, and returns that for the caller to put under its tag. */
    Manifest contents(ImageReference image, ImageRepository to, StageControl control) {
        Manifest manifest = client.manifest(image);
        if (client.has(new ImageReference(to, image.digest()))) {
            return manifest;
        }
        Missing missing = new Missing(image.repository(), to);
        missing.add(image, manifest);
        missing.manifests.remove(image);
        blobs(missing, control);
        missing.manifests.forEach((child, content) -> client.require(
                client.putManifest(to, child.digest().value(), content), "store " + child.digest() + " in", to));
        return manifest;
    }

    private void blobs(Missing missing, StageControl control) {
        long total = missing.blobs.stream().mapToLong(Part::size).sum();
        LongConsumer progress = new CopyProgress(control.progress(), missing.to.toString(), total);
        try (BoundedParallel work = new BoundedParallel(control.cancellation())) {
            missing.blobs.forEach(part -> work.start(() -> blob(part, missing, progress)));
            work.finish();
        }
    }

    private void blob(Part part, Missing missing, LongConsumer progress) {
        Blob remote = new RemoteBlob(authenticatedTransport, retryPolicy, missing.from, part.digest(), part.size());
        Blob checked = new CheckedBlob(remote, missing.from);
        if (missing.from.registry().equals(missing.to.registry())) {
            uploads.mount(missing.to, checked, missing.from, progress);
        } else {
            uploads.send(missing.to, checked, progress);
        }
    }

    /** The manifests and blobs to copy; each manifest comes after those that it names. */
    private final class Missing {
        private final ImageRepository from;
        private final ImageRepository to;
        private final Map<ImageReference, Manifest> manifests = new LinkedHashMap<>();
        private final Set<Part> blobs = new LinkedHashSet<>();

        private Missing(ImageRepository from, ImageRepository to) {
            this.from = from;
            this.to = to;
        }

        private void add(ImageReference image, Manifest manifest) {
            JsonNode content = tree.parse(from, manifest.content());
            refuseOldFormat(image, content);
            if (tree.isIndex(content)) {
                tree.children(from, content).stream()
                        .map(digest -> new ImageReference(from, digest))
                        .filter(child ->
                                !manifests.containsKey(child) && !client.has(new ImageReference(to, child.digest())))
                        .forEach(child -> add(child, client.manifest(child)));
            } else {
                blobs.addAll(tree.blobs(from, content));
            }
            manifests.put(image, manifest);
        }
    }

    private static void refuseOldFormat(ImageReference image, JsonNode manifest) {
        if (manifest.path("schemaVersion").asInt(2) == 1) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "could not copy " + image + ": it is in Docker's format of 2015")
                            .suggesting("build it anew with a current builder"));
        }
    }

    /** Notes how far a copy has come, about fifty times in all; never for less than a megabyte. Thread-safe. */
    private static final class CopyProgress implements LongConsumer {
        private static final long MEGABYTE = 1_000_000;
        private static final int STEPS = 50;

        private final Progress progress;
        private final String to;
        private final long total;
        private final AtomicLong sent = new AtomicLong();

        CopyProgress(Progress progress, String to, long total) {
            this.progress = progress;
            this.to = to;
            this.total = total;
        }

        @Override
        public void accept(long bytes) {
            long now = sent.addAndGet(bytes);
            if (total > MEGABYTE && step(now) != step(now - bytes)) {
                progress.note("copying to " + to + ": " + now / MEGABYTE + " of " + total / MEGABYTE + " MB");
            }
        }

        private long step(long bytes) {
            return bytes / Math.max(1, total / STEPS);
        }
    }
}
