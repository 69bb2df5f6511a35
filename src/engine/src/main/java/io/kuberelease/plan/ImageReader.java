package io.kuberelease.plan;

import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.plan.ImageSpec.BuildSecret;
import io.kuberelease.plan.ImageSpec.BuildSecret.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads how one of the app's images is built. */
final class ImageReader {
    private static final List<String> BUILDERS = List.of("buildkit", "buildah", "docker");
    private static final UnaryOperator<String> PLATFORM =
            Validators.matching("[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?", "system/architecture, for example linux/amd64");
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final SourcePaths paths;
    private final ImagePlacesReader places = new ImagePlacesReader();

    ImageReader(SourcePaths paths) {
        this.paths = paths;
    }

    /** The image; absent when something of it is wrong. */
    Optional<ImageSpec> read(SectionReader image, Optional<ImageName> name) {
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
        ImagePlaces values = places.read(image.field("values"));
        boolean create = image.field("createRepository").truth().orElse(false);
        if (repository.isEmpty() || dockerfile.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ImageSpec(
                name,
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
        String owner = owner(field, "args");
        for (Field argument : field.entries()) {
            if (!ARGUMENT.matcher(argument.key()).matches()) {
                argument.refuseKey("is not a build argument's name", "use letters, digits and _");
            } else if (SecretNames.looksSecret(argument.key())) {
                argument.refuseKey(
                        "looks like a secret, and build arguments stay readable in the image",
                        "use " + owner + ".secrets, for example secrets: {" + id(argument.key()) + ": {env: "
                                + argument.key() + "}}");
            }
        }
        return field.scalars();
    }

    /** The image that the key is of. */
    private static String owner(Field field, String key) {
        return field.name().substring(0, field.name().length() - key.length() - 1);
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

    /** Reads the secrets of a build: their ids and where their values come from, never the values. */
    private static final class BuildSecretsReader {
        /** The id under which a company's own certificates reach the build. */
        private static final String CA_BUNDLE = "ca-bundle";

        private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
        private static final UnaryOperator<String> VARIABLE =
                Validators.matching("[A-Za-z_][A-Za-z0-9_]*", "the name of a variable, not its value");
        private static final String FIX = "write {env: NAME} for a variable or {file: path} for a file";

        private final SourcePaths paths;

        BuildSecretsReader(SourcePaths paths) {
            this.paths = paths;
        }

        /** The secrets that are as they should be. */
        List<BuildSecret> read(Field field) {
            List<BuildSecret> secrets = new ArrayList<>();
            for (Field entry : field.entries()) {
                if (!ID.matcher(entry.key()).matches()) {
                    entry.refuseKey("is not a secret's id", "use letters, digits, -, _ and .");
                } else if (entry.key().equals(CA_BUNDLE)) {
                    entry.refuseKey(
                            "is the id of the company's certificates",
                            "use " + owner(field, "secrets") + ".caBundle or another id");
                } else {
                    secret(entry).ifPresent(secrets::add);
                }
            }
            return List.copyOf(secrets);
        }

        private Optional<BuildSecret> secret(Field entry) {
            SectionReader section = entry.section(Section.BUILD_SECRET);
            Field env = section.field("env");
            Field file = section.field("file");
            if (env.isGiven() == file.isGiven()) {
                section.refuse(env.isGiven() ? "has two sources" : "has no source", FIX);
                return Optional.empty();
            }
            // A secret's file need not be there yet: it may be fetched just before the build.
            return env.isGiven()
                    ? env.as(VARIABLE).map(name -> new BuildSecret(entry.key(), Source.ENVIRONMENT, name))
                    : paths.path(file).map(path -> new BuildSecret(entry.key(), Source.FILE, path));
        }
    }
}
