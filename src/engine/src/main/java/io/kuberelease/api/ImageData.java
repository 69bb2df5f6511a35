package io.kuberelease.api;

import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import java.util.List;
import java.util.Optional;

/**
 * One of an app's several images in a registry.
 *
 * @param reference {@code repository@sha256:…}
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param abbreviated enough of the digest for a person to recognise it
 */
public record ImageData(String name, String reference, String digest, String abbreviated) {
    /** Those of several; absent for an only image, which {@link ArtifactData} has. */
    static Optional<List<ImageData>> of(PerImage<ImageReference> images) {
        return images.only().isPresent()
                ? Optional.empty()
                : Optional.of(images.stream()
                        .flatMap(image -> image.name().map(name -> of(name, image.value())).stream())
                        .toList());
    }

    private static ImageData of(ImageName name, ImageReference image) {
        return new ImageData(
                name.value(),
                image.toString(),
                image.digest().value(),
                image.digest().abbreviated());
    }

    /** All of them in short, each with its name. */
    public static String abbreviated(List<ImageData> images) {
        return String.join(
                ", ",
                images.stream()
                        .map(image -> image.name() + " " + image.abbreviated())
                        .toList());
    }
}
