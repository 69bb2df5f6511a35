package io.kuberelease.adapters.cloud.google;

import io.kuberelease.model.ImageRepository;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a repository's name in one of Google's registries.
 *
 * @param location where it is, for example {@code europe-west1}, or {@code us} for {@code us.gcr.io}
 * @param project the id of the Google Cloud project that owns it
 * @param repository the Artifact Registry repository that it is in; {@code gcr.io} names have one each of their own
 */
public record GoogleName(String location, String project, String repository) {
    private static final Pattern ARTIFACT_REGISTRY =
            Pattern.compile("(?<location>[a-z0-9-]+)-docker\\.pkg\\.dev(:\\d+)?");
    private static final Pattern CONTAINER_REGISTRY =
            Pattern.compile("(?<host>(?:(?<location>us|eu|asia)\\.)?gcr\\.io)(:\\d+)?");

    /** The name's parts; empty when the registry is neither Artifact Registry nor {@code gcr.io}. */
    public static Optional<GoogleName> of(ImageRepository repository) {
        String[] path = repository.path().split("/", -1);
        Matcher artifact = ARTIFACT_REGISTRY.matcher(repository.registry());
        if (artifact.matches()) {
            return Optional.of(new GoogleName(artifact.group("location"), path[0], path.length > 1 ? path[1] : ""));
        }
        Matcher container = CONTAINER_REGISTRY.matcher(repository.registry());
        if (container.matches()) {
            String location = container.group("location");
            String place = location == null ? "us" : location.equals("eu") ? "europe" : location;
            return Optional.of(new GoogleName(place, path[0], container.group("host")));
        }
        return Optional.empty();
    }

    /** The repository's resource name at Google. */
    public String resource() {
        return "projects/" + project + "/locations/" + location + "/repositories/" + repository;
    }
}
