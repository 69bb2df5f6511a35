package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.app.compose.ComposedChart.Image;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.Dockerfile;
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
import java.util.stream.Stream;

/** Reads what a Compose project builds: its images, however many services run each. */
final class BuildReader {
    private static final String DOCKERFILE = "Dockerfile";
    /** Leaves room for a number. */
    private static final int LONGEST_NAME = 36;

    /** How YAML writes that there is nothing. */
    private static final Set<String> NOTHING = Set.of("", "null", "~");

    private final Path root;
    private final JsonNode services;
    private final ImageNames names;
    private final ComposeLines lines;
    private final Leftovers leftovers;
    private final SecretValues secretValues;
    private final Map<String, String> variables;

    /**
     * @param project in canonical form
     * @param variables what its files may use
     */
    BuildReader(
            Path root,
            JsonNode project,
            ComposeLines lines,
            Leftovers leftovers,
            SecretValues secretValues,
            Map<String, String> variables) {
        this.root = root;
        this.services = project.path("services");
        this.names = new ImageNames(project);
        this.variables = Map.copyOf(variables);
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

    /** A build with all that it says, also what a release file does not take: builds that differ there are no one image. */
    private record Build(Image image, JsonNode rest) {}

    /** @throws ReleaseException.Failed unless any image is built, and each service has one */
    PerImage<Built> read() throws IOException {
        requireImages();
        Map<Build, List<String>> all = new LinkedHashMap<>();
        services.properties().forEach(service -> {
            if (service.getValue().has("build")) {
                all.computeIfAbsent(build(service.getKey()), key -> new ArrayList<>())
                        .add(service.getKey());
            }
        });
        if (all.isEmpty()) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "a release builds an image, and no service of it has a build")
                            .suggesting("release foreign images with a chart of their own and kubeDeploy"));
        }
        Map<ImageName, Built> built = new LinkedHashMap<>();
        for (Map.Entry<Build, List<String>> build : all.entrySet()) {
            String service = build.getValue().get(0);
            Image image = build.getKey().image();
            Built each = new Built(List.copyOf(build.getValue()), image, dockerfile(image));
            tellTheRest(service);
            each.services().forEach(this::tellArgumentsOfThisMachine);
            tellBases(each);
            built.put(name(service, built.keySet()), each);
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
     * Which of the images a service runs: the one that it builds, or the one that it takes by a name that another
     * service gives it. Absent when it runs none of them.
     */
    Optional<PerImage.Entry<Built>> runs(String name, PerImage<Built> built) {
        JsonNode service = services.path(name);
        String image = service.path("image").asText("");
        List<PerImage.Entry<Built>> found = built.stream()
                .filter(each -> each.value().services().stream()
                        .anyMatch(builder ->
                                builder.equals(name) || (!service.has("build") && names.isBuiltBy(builder, image))))
                .toList();
        if (found.size() > 1) {
            leftovers.add(
                    "is the one that " + found.get(0).value().services().get(0)
                            + " builds: others build one of the same name, which is another",
                    Leftovers.path(name, "image"));
        }
        return found.stream().findFirst();
    }

    private void tellBases(Built built) {
        for (String base : Dockerfile.images(built.dockerfile(), built.image().arguments())) {
            services.fieldNames().forEachRemaining(other -> {
                if (!built.services().contains(other) && names.isBuiltBy(other, base)) {
                    built.services()
                            .forEach(service -> leftovers.add(
                                    "needs " + base + ", which " + other
                                            + " builds: a release builds its images side by"
                                            + " side, none of another; make it a stage of this Dockerfile, or push it before",
                                    Leftovers.path(service, "build")));
                }
            });
        }
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

    private Build build(String service) {
        ObjectNode rest = services.path(service).path("build").deepCopy();
        rest.remove(List.of("context", "dockerfile", "target"));
        return new Build(image(service), rest);
    }

    private Image image(String service) {
        JsonNode build = services.path(service).path("build");
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
                        .filter(argument -> !isSecret(argument) && !isOfThisMachine(service, argument))
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

    /** Whether only its name is written: the value is then what the variables around the project have, if they do. */
    private boolean isOfThisMachine(String service, Map.Entry<String, JsonNode> argument) {
        String name = argument.getKey();
        return argument.getValue().isNull()
                || (argument.getValue().asText().equals(variables.get(name))
                        && lines.text(Leftovers.path(service, "build", "args", name))
                                .filter(text -> !NOTHING.contains(text))
                                .isEmpty());
    }

    private void tellArgumentsOfThisMachine(String service) {
        JsonNode arguments = services.path(service).path("build").path("args");
        Stream<String> taken = arguments.properties().stream()
                .filter(argument -> !isSecret(argument) && isOfThisMachine(service, argument))
                .map(Map.Entry::getKey);
        // Compose's reader says nothing of those that have no value here either.
        Stream<String> unset =
                lines.names(Leftovers.path(service, "build", "args")).stream().filter(name -> !arguments.has(name));
        Stream.concat(taken, unset)
                .forEach(name -> leftovers.add(
                        "is left out: the compose file has no value for it, and that of this machine is not everybody's;"
                                + " write it in args of the image in the release file",
                        Leftovers.path(service, "build", "args", name)));
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
