package io.kuberelease.adapters.builders;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.plan.Dockerfile;
import io.kuberelease.plan.ImageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the repositories that a Dockerfile takes images from, as far as its text tells: a build needs credentials for
 * them too.
 */
final class BaseImages {
    private BaseImages() {}

    /** The repositories, without the Dockerfile's own stages; empty when it can't be read, which the builder tells better. */
    static Set<ImageRepository> of(Path source, ImageSpec image) {
        Set<ImageRepository> found = new LinkedHashSet<>();
        try {
            Dockerfile.images(Files.readString(source.resolve(image.dockerfile())), image.arguments())
                    .forEach(name -> add(name, found));
        } catch (IOException unreadable) {
            return Set.of();
        }
        return found;
    }

    private static void add(String image, Set<ImageRepository> found) {
        String name = image.replaceFirst("@.*$", "").replaceFirst(":[^/:]*$", "");
        try {
            found.add(new ImageRepository(ImageRepository.canonical(name)));
        } catch (IllegalArgumentException notOne) {
            // Not the name of a repository, which the builder will refuse.
        }
    }
}
