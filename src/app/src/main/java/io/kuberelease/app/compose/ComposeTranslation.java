package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.app.compose.BuildReader.Built;
import io.kuberelease.app.compose.Workload.Port;
import io.kuberelease.app.compose.Workload.Wait;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes workloads of a Compose project. */
final class ComposeTranslation {
    private static final String COMPLETED = "service_completed_successfully";

    private final Path root;
    private final JsonNode project;
    private final ComposeLines lines;
    private final Leftovers leftovers;
    private final SecretValues secretValues;
    private final Map<String, String> variables;
    private final UniqueNames names = new UniqueNames();
    private final Map<String, String> valuesOfKeys = new TreeMap<>();
    private final DatastoreCatalogue catalogue = new DatastoreCatalogue();
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, String> secrets = new TreeMap<>();
    private final Set<String> missingSecrets = new TreeSet<>();

    /**
     * @param root the project's directory, absolute and without symbolic links
     * @param project its canonical form
     * @param secretValues the values that get into no file
     * @param variables what its files may use
     */
    ComposeTranslation(
            Path root,
            JsonNode project,
            ComposeLines lines,
            Leftovers leftovers,
            SecretValues secretValues,
            Map<String, String> variables) {
        this.root = root;
        this.project = project;
        this.lines = lines;
        this.leftovers = leftovers;
        this.secretValues = secretValues;
        this.variables = Map.copyOf(variables);
    }

    /**
     * A service, with what others need to know of it.
     *
     * @param image another one than the app's own; absent for that
     * @param built which of the app's own, where it has several
     * @param datastore what the image is, if it is a known one
     */
    private record Service(
            String name,
            JsonNode fields,
            ServiceReader reader,
            Optional<String> image,
            Optional<ImageName> built,
            Optional<DatastoreSpec> datastore,
            List<Port> ports) {

        /** The name under which it is reached. */
        String label() {
            return Names.label(name);
        }

        Optional<Port> firstPort() {
            return ports.stream().filter(port -> port.protocol().equals("tcp")).findFirst();
        }
    }

    /** All workloads, the app's image, the files and the secrets that the chart needs. */
    ComposedApp translate() throws IOException {
        BuildReader builds = new BuildReader(root, project, lines, leftovers, secretValues, variables);
        PerImage<Built> built = builds.read();
        project.path("services")
                .properties()
                .forEach(each -> services.put(each.getKey(), service(each.getKey(), each.getValue(), builds, built)));
        Map<Service, Workload> workloads = new LinkedHashMap<>();
        for (Service service : services.values()) {
            workloads.put(service, workload(service));
        }
        requireNames(workloads.values());
        return new ComposedApp(
                built.map(Built::image),
                List.copyOf(workloads.values()),
                entry(workloads),
                files,
                secrets,
                missingSecrets);
    }

    private Service service(String name, JsonNode fields, BuildReader builds, PerImage<Built> built) {
        ServiceReader reader = new ServiceReader(name, fields, leftovers, secretValues);
        Optional<PerImage.Entry<Built>> own = builds.runs(name, built);
        Optional<String> image = own.isPresent()
                ? Optional.empty()
                : Optional.of(fields.path("image").asText());
        Optional<DatastoreSpec> datastore = image.flatMap(catalogue::ofImage);
        List<Port> ports =
                reader.ports(own.map(each -> each.value().dockerfile()).orElse(""), datastore.map(DatastoreSpec::port));
        return new Service(name, fields, reader, image, own.flatMap(PerImage.Entry::name), datastore, ports);
    }

    private Workload workload(Service service) throws IOException {
        ServiceReader reader = service.reader();
        reader.tellTheRest();
        service.image()
                .filter(each -> !each.contains("@")
                        && (each.endsWith(":latest") || each.lastIndexOf(':') <= each.lastIndexOf('/')))
                .ifPresent(each -> reader.left(
                        "is kept as it is, and is another one whenever its maker wants: name a version", "image"));
        ServiceStorage storage = new ServiceStorage(
                        root,
                        service.name(),
                        service.fields(),
                        project,
                        leftovers,
                        service.datastore().isPresent(),
                        names)
                .read();
        files.putAll(storage.files());
        secrets.putAll(storage.secrets());
        missingSecrets.addAll(storage.missing());
        if (!service.label().equals(service.name())) {
            leftovers.add(
                    "is reached as " + service.label() + ": a cluster takes no other names",
                    "services",
                    service.name());
        }
        return new Workload(
                service.label(),
                service.image(),
                service.built(),
                reader.command(),
                reader.arguments(),
                reader.variables(),
                secretKeys(service.name(), reader.secretVariables()),
                service.ports(),
                aliases(service),
                reader.check(service.ports()),
                storage.mounts(),
                waits(service),
                reader.settings(),
                endsByItself(service),
                service.datastore());
    }

    private List<String> aliases(Service service) {
        List<String> aliases = new ArrayList<>();
        for (String alias : service.reader().aliases(project)) {
            if (alias.equals(service.label())) {
                continue;
            }
            if (alias.equals(Names.label(alias))) {
                aliases.add(alias);
            } else {
                service.reader().left("is left out: a cluster does not take the name " + alias, "hostname");
            }
        }
        return aliases;
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

    private List<Wait> waits(Service service) {
        List<Wait> waits = new ArrayList<>();
        service.fields().path("depends_on").properties().forEach(need -> {
            Service other = Objects.requireNonNull(services.get(need.getKey()), "Compose's reader requires it");
            if (need.getValue().path("condition").asText().equals(COMPLETED)) {
                leftovers.add(
                        "is left out: " + other.label() + " runs after the chart is applied; " + service.label()
                                + " does not wait for it",
                        Leftovers.path(service.name(), "depends_on", other.name()));
            } else {
                waits.add(new Wait(other.label(), other.firstPort().map(Port::number)));
            }
        });
        return waits;
    }

    /** A service with ports is meant to stay, whatever its restart policy says. */
    private boolean endsByItself(Service service) {
        boolean stays = service.datastore().isPresent()
                || (!service.ports().isEmpty() && service.image().isPresent())
                || service.reader().isPublished();
        boolean awaited = services.values().stream().anyMatch(other -> other.fields()
                .path("depends_on")
                .path(service.name())
                .path("condition")
                .asText()
                .equals(COMPLETED));
        String restart = service.fields().path("restart").asText();
        boolean says = restart.equals("no") || restart.startsWith("on-failure");
        if (!awaited && says && stays) {
            service.reader().left("is left out: it has ports, so it is started again whenever it ends", "restart");
        }
        boolean once = awaited || (says && !stays);
        if (once) {
            service.reader().left("is a Job, which runs each time after the chart is applied", "restart");
        }
        return once;
    }

    /**
     * Where visitors come in: the only published one; else, of those that are built, the first on which no other published
     * one depends, or the first; else the first.
     */
    private Optional<Workload> entry(Map<Service, Workload> workloads) {
        List<Service> published = services.values().stream()
                .filter(service -> service.datastore().isEmpty()
                        && service.reader().isPublished()
                        && service.firstPort().isPresent()
                        && !Objects.requireNonNull(workloads.get(service)).once())
                .toList();
        List<Service> built =
                published.stream().filter(service -> service.image().isEmpty()).toList();
        Optional<Service> chosen = built.stream()
                .filter(service -> published.stream()
                        .noneMatch(other -> other.fields().path("depends_on").has(service.name())))
                .findFirst()
                .or(() -> built.stream().findFirst())
                .or(() -> published.stream().findFirst());
        chosen.ifPresent(entry -> published.stream()
                .filter(other -> !other.equals(entry))
                .forEach(other -> other.reader()
                        .left(
                                "is reached from inside the cluster alone: the chart's Ingress leads to "
                                        + entry.label(),
                                "ports")));
        return chosen.map(workloads::get);
    }

    private void requireNames(Collection<Workload> workloads) {
        Map<String, Long> names = workloads.stream()
                .flatMap(workload -> Stream.concat(Stream.of(workload.name()), workload.aliases().stream()))
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
