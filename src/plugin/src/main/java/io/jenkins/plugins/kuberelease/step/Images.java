package io.jenkins.plugins.kuberelease.step;

import io.jenkins.plugins.kuberelease.run.GivenImage;
import org.jspecify.annotations.Nullable;

/** Where images and bundles are that a Jenkinsfile names. */
final class Images {
    private Images() {}

    /** The repository of an image; null where none is named. */
    static @Nullable String repository(String step, @Nullable String image) {
        return image == null ? null : new GivenImage(step, image).repository();
    }

    /** The repository of a bundle's whole reference; null where none is named, or only its digest. */
    static @Nullable String repositoryOfBundle(@Nullable String bundle) {
        return bundle == null || !bundle.contains("@") ? null : bundle.substring(0, bundle.indexOf('@'));
    }
}
