package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.app.compose.ComposedChart.Image;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
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

/** Reads what a Compose project builds: one image, however many services run it. */
final class BuildReader {
    private static final String DOCKERFILE = "Dockerfile";

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
     * The image that is built.
     *
     * @param service the first service that builds it
     * @param dockerfile the text that it is built of; empty when there is none
     */
    record Built(String service, Image image, String dockerfile) {}

    /** @throws ReleaseException.Failed unless exactly one image is built, and each service has one */
    Built read() throws IOException {
        requireImages();
        Map<Image, List<String>> all = new LinkedHashMap<>();
        services.properties().forEach(service -> {
            if (service.getValue().has("build")) {
                all.computeIfAbsent(image(service.getValue().path("build")), key -> new ArrayList<>())
                        .add(service.getKey());
            }
        });
        if (all.size() != 1) {
            throw refused(all.values());
        }
        Map.Entry<Image, List<String>> only = all.entrySet().iterator().next();
        String service = only.getValue().get(0);
        tellTheRest(service);
        return new Built(service, only.getKey(), dockerfile(only.getKey()));
    }

    /** Whether a service runs the image: it builds it, or takes it by the name that another one gives it. */
    boolean builds(JsonNode service) {
        return service.has("build")
                || services.properties().stream()
                        .map(Map.Entry::getValue)
                        .anyMatch(other -> other.has("build")
                                && other.hasNonNull("image")
                                && other.path("image").equals(service.path("image")));
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

    private ReleaseException.Failed refused(Iterable<List<String>> images) {
        List<String> all = new ArrayList<>();
        images.forEach(names -> all.add(names.get(0) + " (" + lines.place("services", names.get(0), "build") + ")"));
        return all.isEmpty()
                ? new ReleaseException.Failed(
                        Cause.of(CauseKind.BAD_INPUT, "a release builds one image, and no service of it has a build")
                                .suggesting("release foreign images with a chart of their own and kubeDeploy"))
                : new ReleaseException.Failed(Cause.of(
                                CauseKind.BAD_INPUT,
                                "a release builds one image, and its services build " + all.size() + " images: "
                                        + String.join(", ", all))
                        .suggesting("give each of them a directory and a release of its own, or give all but one an"
                                + " image that is there"));
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
