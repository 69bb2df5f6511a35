package io.kuberelease.model;

import java.util.Optional;

/**
 * Which of the chart's values take the app's image, as dotted paths.
 *
 * @param repository takes the repository, for example {@code image.repository}
 * @param digest takes the digest, for example {@code image.digest}; absent when the chart knows only a tag
 * @param tag takes {@code tag@digest} where there is no value for the digest, for example {@code image.tag}
 */
public record ImageValues(String repository, Optional<String> digest, Optional<String> tag) {
    /** What most charts use. */
    public static final ImageValues USUAL =
            new ImageValues("image.repository", Optional.of("image.digest"), Optional.of("image.tag"));
}
