package io.kuberelease.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One place for an image in the chart's values, as dotted paths; a number in a path is a place in a list.
 *
 * @param reference takes the whole image, {@code repository@digest}, for example {@code image}
 * @param registry takes the registry's host alone; the repository's value then takes the rest
 * @param repository takes the repository, for example {@code image.repository}; absent where there is a reference
 * @param digest takes the digest, for example {@code image.digest}; absent when the chart knows only a tag
 * @param tag takes {@code tag@digest} where there is no value for the digest, for example {@code image.tag}
 */
public record ImageValues(
        Optional<String> reference,
        Optional<String> registry,
        Optional<String> repository,
        Optional<String> digest,
        Optional<String> tag) {
    /** The values of most charts. */
    public static final ImageValues USUAL =
            new ImageValues("image.repository", Optional.of("image.digest"), Optional.of("image.tag"));

    /** A repository with a digest, or with a tag. */
    public ImageValues(String repository, Optional<String> digest, Optional<String> tag) {
        this(Optional.empty(), Optional.empty(), Optional.of(repository), digest, tag);
    }

    /** One value that takes the whole image. */
    public static ImageValues whole(String path) {
        return new ImageValues(
                Optional.of(path), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The paths by the names that the release file has for them. */
    public Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        reference.ifPresent(path -> paths.put("reference", path));
        registry.ifPresent(path -> paths.put("registry", path));
        repository.ifPresent(path -> paths.put("repository", path));
        digest.ifPresent(path -> paths.put("digest", path));
        tag.ifPresent(path -> paths.put("tag", path));
        return paths;
    }

    /** As the release file writes it, for example <code>{reference: image}</code>. */
    public String written() {
        return paths().entrySet().stream()
                .map(path -> path.getKey() + ": " + path.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
