package io.kuberelease.plan;

import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one of the app's images is built, with paths relative to the release file.
 *
 * @param name absent when it is the only one
 * @param repository where it is pushed
 * @param context the build context's directory, {@code .} by default
 * @param dockerfile the Dockerfile, relative to the release file
 * @param target the stage of the Dockerfile to stop at
 * @param arguments build arguments; never secret
 * @param secrets mounted while building, by id
 * @param caBundle a company's own certificates, handed to the build as the secret {@code ca-bundle}
 * @param builder which builder must be used; absent: the first that is found
 * @param platforms for example {@code linux/amd64}; empty: the builder's own
 * @param values which chart values take the image
 * @param createRepository whether a missing repository is created, in a registry that does not do so by itself
 */
public record ImageSpec(
        Optional<ImageName> name,
        ImageRepository repository,
        String context,
        String dockerfile,
        Optional<String> target,
        Map<String, String> arguments,
        List<BuildSecret> secrets,
        Optional<String> caBundle,
        Optional<String> builder,
        List<String> platforms,
        ImagePlaces values,
        boolean createRepository) {
    public ImageSpec {
        arguments = Map.copyOf(arguments);
        secrets = List.copyOf(secrets);
        platforms = List.copyOf(platforms);
    }

    /** A secret for the build: its id, and where its value comes from; never the value itself. */
    public record BuildSecret(String id, Source source, String name) {
        /** Where a secret's value is read from. */
        public enum Source {
            /** The environment variable {@code name}. */
            ENVIRONMENT,
            /** The file {@code name}, relative to the release file. */
            FILE
        }
    }
}
