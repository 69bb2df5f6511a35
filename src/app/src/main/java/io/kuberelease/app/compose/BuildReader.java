package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.app.compose.ComposedChart.Image;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads what a Compose project builds: its images, however many services run each. */
final class BuildReader {
    private static final String DOCKERFILE = "Dockerfile";
    /** Leaves room for a number. */
    private static final int LONGEST_NAME = 36;

    private final Path root;
    private final JsonNode services;
    private final ComposeLines lines;
    private final Leftovers leftovers;
    private final SecretValues secretValues;

    /** @param services by their names, in canonical form */
    BuildReader(Path root, JsonNode services, ComposeLines lines, Leftovers leftovers, SecretValues secretValues) {
        this.root = root;
        this.services = services;
        this.lines = lines;
        this.leftovers = leftovers;
        this.secretValues = secretValues;
    }

    /**
     * An image that is built.
     *
     * @param services those that build it, in their order
     * @param dockerfile the text that it is built of; empty when there is none
     */
    record Built(List<String> services, Image image, String dockerfile) {}

    /** @throws ReleaseException.Failed unless any image is built, and each service has one */
    PerImage<Built> read() throws IOException {
        requireImages();
        Map<Image, List<String>> all = new LinkedHashMap<>();
        services.properties().forEach(service -> {
            if (service.getValue().has("build")) {
                all.computeIfAbsent(image(service.getValue().path("build")), key -> new ArrayList<>())
                        .add(service.getKey());
            }
        });
        if (all.isEmpty()) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "a release builds an image, and no service of it has a build")
                            .suggesting("release foreign images with a chart of their own and kubeDeploy"));
        }
        Map<ImageName, Built> built = new LinkedHashMap<>();
        for (Map.Entry<Image, List<String>> image : all.entrySet()) {
            String service = image.getValue().get(0);
            tellTheRest(service);
            built.put(
                    name(service, built.keySet()),
                    new Built(List.copyOf(image.getValue()), image.getKey(), dockerfile(image.getKey())));
        }
        return PerImage.named(built);
    }

    private static ImageName name(String service, Set<ImageName> taken) {
        String label = Names.label(service);
        String cut = label.substring(0, Math.min(label.length(), LONGEST_NAME)).replaceAll("-+$", "");
        ImageName name = new ImageName(cut);
        for (int number = 2; taken.contains(name); number++) {
            name = new ImageName(cut + "-" + number);
        }
        return name;
    }

    /**
     * Which of the images a service runs: the one that it builds, or the one that it takes by the name that another
     * service gives it. Absent when it runs none of them.
     */
    Optional<PerImage.Entry<Built>> runs(String name, PerImage<Built> built) {
        JsonNode service = services.path(name);
        return built.stream()
                .filter(image -> image.value().services().stream()
                        .anyMatch(builder -> builder.equals(name)
                                || (!service.has("build") && isNamedBy(services.path(builder), service))))
                .findFirst();
    }

    private static boolean isNamedBy(JsonNode builder, JsonNode service) {
        return builder.hasNonNull("image") && builder.path("image").equals(service.path("image"));
    }

    private void requireImages() {
        List<String> without = services.properties().stream()
                .filter(service -> !service.getValue().has("build")
                        && service.getValue().path("image").asText("").isEmpty())
                .map(service -> service.getKey() + " (" + lines.place("services", service.getKey()) + ")")
                .toList();
        if (!without.isEmpty()) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT, "services have neither image nor build: " + String.join(", ", without))
                    .suggesting("leave them out with a profile, or in a compose file of their own (--compose)"));
        }
    }

    private Image image(JsonNode build) {
        Path context = Path.of(build.path("context").asText());
        if (!context.startsWith(root)) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "an image is built of " + context + ", which is not in " + root)
                            .suggesting("build of a directory of this repository"));
        }
        if (build.has("dockerfile_inline")) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "an image is built of a Dockerfile that stands in the compose file")
                            .suggesting("write it into a file, and name that in build.dockerfile"));
        }
        String within = root.relativize(context).toString();
        Path dockerfile = context.resolve(build.path("dockerfile").asText(DOCKERFILE));
        return new Image(
                within.isEmpty() ? "." : within,
                dockerfile.equals(context.resolve(DOCKERFILE))
                        ? Optional.empty()
                        : Optional.of(root.relativize(dockerfile).toString()),
                Optional.of(build.path("target").asText("")).filter(target -> !target.isEmpty()),
                build.path("args").properties().stream()
                        .filter(argument -> !isSecret(argument))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                argument -> argument.getValue().asText(""),
                                (one, other) -> other,
                                TreeMap::new)));
    }

    private String dockerfile(Image image) throws IOException {
        Path file = image.dockerfile()
                .map(root::resolve)
                .orElse(root.resolve(image.context()).resolve(DOCKERFILE));
        return Files.isRegularFile(file) ? ServiceStorage.text(file).orElse("") : "";
    }

    private boolean isSecret(Map.Entry<String, JsonNode> argument) {
        String value = argument.getValue().asText("");
        return SecretValues.isSecret(argument.getKey(), value.isEmpty() ? "unknown" : value)
                || secretValues.in(value).isPresent();
    }

    private void tellTheRest(String service) {
        JsonNode build = services.path(service).path("build");
        build.path("args").properties().stream()
                .filter(this::isSecret)
                .forEach(argument -> leftovers.add(
                        "is left out: build arguments stay readable in the image; image.secrets in the release file does not",
                        Leftovers.path(service, "build", "args", argument.getKey())));
        build.fieldNames().forEachRemaining(key -> {
            if (!Set.of("context", "dockerfile", "target", "args").contains(key)) {
                leftovers.add(
                        "is left out: image in the release file has its own keys for that",
                        Leftovers.path(service, "build", key));
            }
        });
    }
}
