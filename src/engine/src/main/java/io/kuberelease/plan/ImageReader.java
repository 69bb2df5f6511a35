package io.kuberelease.plan;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ImageValues;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads how the app's image is built. */
final class ImageReader {
    private static final List<String> BUILDERS = List.of("buildkit", "buildah", "docker");
    private static final UnaryOperator<String> PLATFORM =
            Validators.matching("[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?", "system/architecture, for example linux/amd64");
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final SourcePaths paths;

    ImageReader(SourcePaths paths) {
        this.paths = paths;
    }

    /** The image; absent when something of it is wrong. */
    Optional<ImageSpec> read(SectionReader image) {
        Optional<ImageRepository> repository = image.required(
                        "repository", "say where the image is pushed, for example eu.gcr.io/acme/polls")
                .as(ImageRepository::named);
        Optional<String> context = paths.directoryOr(image.field("context"), ".", "");
        Optional<String> dockerfile = context.flatMap(directory -> paths.fileOr(
                image.field("dockerfile"), directory.equals(".") ? "Dockerfile" : directory + "/Dockerfile"));
        Optional<String> target = image.field("target").text();
        Map<String, String> arguments = arguments(image.field("args"));
        List<ImageSpec.BuildSecret> secrets = new BuildSecretsReader(paths).read(image.field("secrets"));
        Optional<String> caBundle = paths.file(image.field("caBundle"));
        Optional<String> builder = image.field("builder").as(Validators.oneOf(BUILDERS));
        List<String> platforms = platforms(image.field("platforms"));
        ImageValues values = ImageValuesReader.read(image.field("values"));
        boolean create = image.field("createRepository").truth().orElse(false);
        if (repository.isEmpty() || dockerfile.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ImageSpec(
                repository.get(),
                context.orElseThrow(),
                dockerfile.get(),
                target,
                arguments,
                secrets,
                caBundle,
                builder,
                platforms,
                values,
                create));
    }

    private static Map<String, String> arguments(Field field) {
        for (Field argument : field.entries()) {
            if (!ARGUMENT.matcher(argument.key()).matches()) {
                argument.refuseKey("is not a build argument's name", "use letters, digits and _");
            } else if (SecretNames.looksSecret(argument.key())) {
                argument.refuseKey(
                        "looks like a secret, and build arguments stay readable in the image",
                        "use image.secrets, for example secrets: {" + id(argument.key()) + ": {env: " + argument.key()
                                + "}}");
            }
        }
        return field.scalars();
    }

    private static String id(String argument) {
        return argument.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> platforms(Field field) {
        return field.items().stream()
                .flatMap(item -> item.as(PLATFORM).stream())
                .distinct()
                .toList();
    }
}
