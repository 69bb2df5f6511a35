package io.kuberelease.api;

import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import java.util.Optional;

/**
 * An image or a bundle in a registry.
 *
 * @param reference {@code repository@sha256:…}
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param abbreviated enough of the digest for a person to recognise it
 */
public record ArtifactData(String reference, String digest, String abbreviated) {
    /** That of an only image; absent when there are several, which {@link ImageData} has. */
    static Optional<ArtifactData> of(PerImage<ImageReference> images) {
        return images.only().map(ArtifactData::of);
    }

    static ArtifactData of(ImageReference image) {
        return new ArtifactData(
                image.toString(), image.digest().value(), image.digest().abbreviated());
    }
}
