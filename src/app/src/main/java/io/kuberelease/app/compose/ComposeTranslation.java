package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.app.compose.Workload.Port;
import io.kuberelease.app.compose.Workload.Wait;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes workloads of a Compose project. */
final class ComposeTranslation {
    private final Path root;
    private final JsonNode project;
    private final ComposeLines lines;
    private final Leftovers leftovers;
    private final SecretValues secretValues;
    private final UniqueNames names = new UniqueNames();
    private final Map<String, String> valuesOfKeys = new TreeMap<>();
    private final DatastoreCatalogue catalogue = new DatastoreCatalogue();
    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, String> secrets = new TreeMap<>();
    private final Set<String> missingSecrets = new TreeSet<>();

    /**
     * @param root the project's directory, absolute and without symbolic links
     * @param project its canonical form
     * @param secretValues the values that get into no file
     */
    ComposeTranslation(
            Path root, JsonNode project, ComposeLines lines, Leftovers leftovers, SecretValues secretValues) {
        this.root = root;
        this.project = project;
        this.lines = lines;
        this.leftovers = leftovers;
        this.secretValues = secretValues;
    }

    /**
     * The image that is built.
     *
     * @param service the first service that uses it
     * @param arguments build arguments, by name
     */
    record Built(
            String service,
            String context,
            Optional<String> dockerfile,
            Optional<String> target,
            Map<String, String> arguments) {}

    /** All workloads, the app's image, the files and the secrets that the chart needs. */
    ComposedApp translate() throws IOException {
        requireImages();
        Built built = built();
        List<Workload> workloads = new ArrayList<>();
        for (Map.Entry<String, JsonNode> service : services().entrySet()) {
            workloads.add(workload(service.getKey(), service.getValue()));
        }
        requireNames(workloads);
        Optional<Workload> entry = entry(workloads, built.service());
        return new ComposedApp(
                built, workloads, entry.map(Workload::name), files, secrets, missingSecrets, leftovers.all());
    }

    private Map<String, JsonNode> services() {
        Map<String, JsonNode> services = new LinkedHashMap<>();
        project.path("services").properties().forEach(each -> services.put(each.getKey(), each.getValue()));
        return services;
    }

    /** @throws ReleaseException.Failed when a service has neither an image nor a build */
    private void requireImages() {
        List<String> without = services().entrySet().stream()
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

    /** @throws ReleaseException.Failed unless exactly one image is built */
    private Built built() {
        Map<Built, List<String>> all = new LinkedHashMap<>();
        services().forEach((name, service) -> {
            if (service.has("build")) {
                all.computeIfAbsent(build(service.path("build")), key -> new ArrayList<>())
                        .add(name);
            }
        });
        if (all.size() == 1) {
            Map.Entry<Built, List<String>> only = all.entrySet().iterator().next();
            Built found = only.getKey();
            tellTheRestOfBuild(only.getValue().get(0));
            return new Built(
                    only.getValue().get(0), found.context(), found.dockerfile(), found.target(), found.arguments());
        }
        String which = all.isEmpty()
                ? "no service of it has a build"
                : "its services build " + all.size() + " images: "
                        + all.values().stream()
                                .map(names ->
                                        names.get(0) + " (" + lines.place("services", names.get(0), "build") + ")")
                                .collect(Collectors.joining(", "));
        throw new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, "a release builds one image, and " + which)
                .suggesting(
                        all.isEmpty()
                                ? "release foreign images with a chart of their own and kubeDeploy"
                                : "give each of them a directory and a release of its own, or give all but one"
                                        + " an image that is there"));
    }

    private Built build(JsonNode build) {
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
        String file = build.path("dockerfile").asText("Dockerfile");
        Path dockerfile = Path.of(file).isAbsolute() ? Path.of(file) : context.resolve(file);
        Map<String, String> arguments = new TreeMap<>();
        build.path("args").properties().forEach(argument -> {
            if (!isSecret(argument)) {
                arguments.put(argument.getKey(), argument.getValue().asText(""));
            }
        });
        return new Built(
                "",
                within.isEmpty() ? "." : within,
                dockerfile.equals(context.resolve("Dockerfile"))
                        ? Optional.empty()
                        : Optional.of(root.relativize(dockerfile).toString()),
                Optional.of(build.path("target").asText("")).filter(target -> !target.isEmpty()),
                arguments);
    }

    private boolean isSecret(Map.Entry<String, JsonNode> argument) {
        String value = argument.getValue().asText("");
        return SecretValues.isSecret(argument.getKey(), value.isEmpty() ? "unknown" : value)
                || secretValues.in(value).isPresent();
    }

    private void tellTheRestOfBuild(String service) {
        JsonNode build = project.path("services").path(service).path("build");
        build.path("args").properties().forEach(argument -> {
            if (isSecret(argument)) {
                leftovers.add(
                        "is left out: build arguments stay readable in the image; image.secrets in the release file"
                                + " does not",
                        Leftovers.path(service, "build", "args", argument.getKey()));
            }
        });
        build.fieldNames().forEachRemaining(key -> {
            if (!Set.of("context", "dockerfile", "target", "args").contains(key)) {
                leftovers.add(
                        "is left out: image in the release file has its own keys for that",
                        Leftovers.path(service, "build", key));
            }
        });
    }

    private Workload workload(String name, JsonNode service) throws IOException {
        ServiceReader reader = new ServiceReader(name, service, leftovers, secretValues);
        reader.tellTheRest();
        boolean isBuilt = isBuilt(service);
        Optional<String> image =
                isBuilt ? Optional.empty() : Optional.of(service.path("image").asText());
        image.filter(each -> !each.contains("@")
                        && (each.endsWith(":latest") || each.lastIndexOf(':') <= each.lastIndexOf('/')))
                .ifPresent(each -> reader.left(
                        "is kept as it is, and is another one whenever its maker wants: name a version", "image"));
        Optional<DatastoreSpec> datastore = image.flatMap(catalogue::ofImage);
        List<Port> ports = reader.ports(isBuilt ? dockerfile(service) : "", port(name));
        ServiceStorage storage =
                new ServiceStorage(root, name, service, project, leftovers, datastore.isPresent(), names).read();
        files.putAll(storage.files());
        secrets.putAll(storage.secrets());
        missingSecrets.addAll(storage.missing());
        String own = Names.label(name);
        if (!own.equals(name)) {
            leftovers.add("is reached as " + own + ": a cluster takes no other names", "services", name);
        }
        return new Workload(
                own,
                image,
                reader.command(),
                reader.arguments(),
                reader.variables(),
                secretKeys(name, reader.secretVariables()),
                ports,
                aliases(own, reader),
                reader.check(ports),
                storage.mounts(),
                waits(name, service),
                reader.settings(),
                endsByItself(
                        name, service, datastore.isPresent() || (!ports.isEmpty() && !isBuilt) || reader.isPublished()),
                datastore.map(DatastoreSpec::name));
    }

    /** Also where it takes by name the image that another service builds. */
    private boolean isBuilt(JsonNode service) {
        return service.has("build")
                || services().values().stream()
                        .anyMatch(other -> other.has("build")
                                && other.hasNonNull("image")
                                && other.path("image").equals(service.path("image")));
    }

    private List<String> aliases(String own, ServiceReader reader) {
        List<String> aliases = new ArrayList<>();
        for (String alias : reader.aliases(project)) {
            if (alias.equals(Names.label(alias)) && !alias.equals(own)) {
                aliases.add(alias);
            } else if (!alias.equals(own)) {
                reader.left("is left out: a cluster does not take the name " + alias, "hostname");
            }
        }
        return aliases;
    }

    /** The port of a datastore, which nobody writes down since its image tells. */
    private Optional<Integer> port(String name) {
        JsonNode service = project.path("services").path(name);
        return service.has("build")
                ? Optional.empty()
                : catalogue.ofImage(service.path("image").asText()).map(DatastoreSpec::port);
    }

    private String dockerfile(JsonNode service) throws IOException {
        Path context = Path.of(service.path("build").path("context").asText());
        Path file = context.resolve(service.path("build").path("dockerfile").asText("Dockerfile"));
        return Files.isRegularFile(file) ? ServiceStorage.text(file).orElse("") : "";
    }

    /** The keys in the app's Secret; a value that variables or files outside the repository give is not carried. */
    private SortedMap<String, String> secretKeys(String service, SortedMap<String, String> values) {
        SortedMap<String, String> keys = new TreeMap<>();
        values.forEach((variable, value) -> {
            String key = valuesOfKeys.getOrDefault(variable, value).equals(value)
                    ? variable
                    : Names.label(service) + "-" + variable;
            valuesOfKeys.putIfAbsent(key, value);
            keys.put(variable, key);
            Optional<String> written = lines.text(Leftovers.path(service, "environment", variable));
            if (written.filter(
                            text -> !text.isEmpty() && !text.replace("$$", "").contains("$"))
                    .isPresent()) {
                secrets.put(key, value);
                leftovers.add(
                        "is in the chart's values, since it stands in the repository anyway: name a Secret in"
                                + " secret.existing where it matters",
                        Leftovers.path(service, "environment", variable));
            } else {
                missingSecrets.add(key);
                leftovers.add(
                        "is to be in the Secret that the values name: its value is not in the compose file",
                        Leftovers.path(service, "environment", variable));
            }
        });
        return keys;
    }

    private List<Wait> waits(String name, JsonNode service) throws IOException {
        List<Wait> waits = new ArrayList<>();
        for (Map.Entry<String, JsonNode> need : service.path("depends_on").properties()) {
            String other = need.getKey();
            JsonNode needed = project.path("services").path(other);
            if (need.getValue().path("condition").asText().equals("service_completed_successfully")) {
                leftovers.add(
                        "is left out: " + Names.label(other) + " runs after the chart is applied; " + Names.label(name)
                                + " does not wait for it",
                        Leftovers.path(name, "depends_on", other));
                continue;
            }
            waits.add(new Wait(
                    Names.label(other),
                    new ServiceReader(other, needed, leftovers, secretValues)
                            .ports(needed.has("build") ? dockerfile(needed) : "", port(other)).stream()
                                    .filter(port -> port.protocol().equals("tcp"))
                                    .findFirst()
                                    .map(Port::number)));
        }
        return waits;
    }

    /** A service with ports is meant to stay, whatever its restart policy says. */
    private boolean endsByItself(String name, JsonNode service, boolean stays) {
        boolean awaited = services().values().stream().anyMatch(other -> other.path("depends_on")
                .path(name)
                .path("condition")
                .asText()
                .equals("service_completed_successfully"));
        String restart = service.path("restart").asText();
        boolean says = restart.equals("no") || restart.startsWith("on-failure");
        if (!awaited && says && stays) {
            leftovers.add(
                    "is left out: it has ports, so it is started again whenever it ends",
                    Leftovers.path(name, "restart"));
        }
        boolean once = awaited || (says && !stays);
        if (once) {
            leftovers.add("is a Job, which runs each time after the chart is applied", Leftovers.path(name, "restart"));
        }
        return once;
    }

    /** Where visitors come in: the only published one, else the one that is built, else the first. */
    private Optional<Workload> entry(List<Workload> workloads, String builtService) {
        List<Workload> published = workloads.stream()
                .filter(workload -> workload.datastore().isEmpty() && !workload.once())
                .filter(workload -> project.path("services").properties().stream()
                        .filter(service -> Names.label(service.getKey()).equals(workload.name()))
                        .anyMatch(service -> new ServiceReader(
                                        service.getKey(), service.getValue(), leftovers, secretValues)
                                .isPublished()))
                .filter(workload -> workload.ports().stream()
                        .anyMatch(port -> port.protocol().equals("tcp")))
                .toList();
        Optional<Workload> chosen = published.stream()
                .filter(workload -> published.size() == 1 || workload.name().equals(Names.label(builtService)))
                .findFirst()
                .or(() -> published.stream().findFirst());
        published.stream()
                .filter(other -> !chosen.equals(Optional.of(other)))
                .forEach(other -> leftovers.add(
                        "is reached from inside the cluster alone: the chart's Ingress leads to "
                                + chosen.map(Workload::name).orElse(""),
                        "services",
                        other.name(),
                        "ports"));
        return chosen;
    }

    private void requireNames(List<Workload> workloads) {
        Map<String, Long> names = workloads.stream()
                .flatMap(workload -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(workload.name()), workload.aliases().stream()))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        List<String> twice = names.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        if (!twice.isEmpty()) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "several services would have the same name in a cluster: " + String.join(", ", twice))
                    .suggesting("rename one of them, or its alias"));
        }
    }
}
