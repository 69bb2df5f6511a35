package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.adapters.helm.ComposeReader;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A chart made of a Compose project, and what a release file has to say of its images.
 *
 * @param images how each image is built
 * @param files the chart's files, by their paths in it
 * @param visit where it is asked whether it is well; absent when no health check tells
 * @param datastores the datastores among its services, with their versions
 * @param leftovers what the chart does not have, or has otherwise
 */
public record ComposedChart(
        PerImage<Image> images,
        Map<String, String> files,
        Optional<Visit> visit,
        Map<String, String> datastores,
        List<Leftover> leftovers) {
    private static final List<String> NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml");

    public ComposedChart {
        files = new TreeMap<>(files);
        datastores = Map.copyOf(datastores);
        leftovers = List.copyOf(leftovers);
    }

    /**
     * How an image is built; paths are relative to the project.
     *
     * @param arguments build arguments, by name
     */
    public record Image(
            String context, Optional<String> dockerfile, Optional<String> target, Map<String, String> arguments) {
        public Image {
            arguments = new TreeMap<>(arguments);
        }
    }

    /** A path of a Service that answers when the app is well. */
    public record Visit(String service, String path) {}

    /** The compose files that {@code docker compose} takes in a directory, an override last; empty when there is none. */
    public static List<Path> files(Path directory) {
        return first(directory, NAMES)
                .map(file -> Stream.concat(
                                Stream.of(file),
                                first(
                                        directory,
                                        NAMES.stream()
                                                .map(name -> name.replaceFirst("\\.(ya?ml)$", ".override.$1"))
                                                .toList())
                                        .stream())
                        .toList())
                .orElse(List.of());
    }

    private static Optional<Path> first(Path directory, List<String> names) {
        return names.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Makes it; writes nothing.
     *
     * @param name the chart's
     * @param environment the variables that the files may use
     * @throws io.kuberelease.model.ReleaseException.Failed when no chart can be made of it
     */
    public static ComposedChart of(
            String name,
            Path directory,
            List<Path> files,
            Map<String, String> environment,
            ComposeReader reader,
            StageControl control)
            throws IOException {
        Path root = directory.toRealPath();
        List<Path> real = new ArrayList<>();
        for (Path file : files) {
            real.add(file.toRealPath());
        }
        ComposeReader.Read read =
                reader.read(Objects.requireNonNull(real.get(0).getParent()), real, environment, control);
        ComposeLines lines = new ComposeLines(root, real);
        Leftovers leftovers = new Leftovers(lines);
        SecretValues secrets = new SecretValues(read.variables());
        for (String setting : List.of("COMPOSE_FILE", "COMPOSE_PROFILES")) {
            if (read.variables().containsKey(setting)) {
                leftovers.add(
                        "are not as " + setting + " says, which is not followed: name the files with --compose",
                        "services");
            }
        }
        for (String warning : read.warnings()) {
            leftovers.add(warning, "services");
        }
        for (String off : read.off()) {
            leftovers.add("is left out: its profile is not switched on", "services", off);
        }
        ComposedApp app =
                new ComposeTranslation(root, read.project(), lines, leftovers, secrets, read.variables()).translate();
        tellProject(read.project(), leftovers);
        Map<String, String> chart = ChartDraft.of(name, app);
        chart.forEach((path, text) -> requireNone(secrets, path, text));
        return new ComposedChart(app.images(), chart, visit(app), datastores(app), leftovers.all());
    }

    /** @throws ReleaseException.Failed when a file has the value of a variable that is likely a secret */
    private static void requireNone(SecretValues secrets, String path, String text) {
        secrets.in(text).ifPresent(variable -> {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "the value of " + variable + ", which is a variable here or in .env, would stand in chart/"
                                    + path)
                    .suggesting("give it to the service as a variable of its environment, and let the command or file"
                            + " take it from there ($$" + variable + ")"));
        });
    }

    private static void tellProject(JsonNode project, Leftovers leftovers) {
        project.fieldNames().forEachRemaining(key -> {
            if (!List.of("name", "services", "networks", "volumes", "secrets", "configs")
                            .contains(key)
                    && !key.startsWith("x-")) {
                leftovers.add("is left out: a cluster has nothing like it", key);
            }
        });
        if (project.path("networks").size() > 1) {
            leftovers.add(
                    "is one network here: all services reach each other; NetworkPolicies would part them", "networks");
        }
    }

    private static Optional<Visit> visit(ComposedApp app) {
        return app.entry()
                .flatMap(workload ->
                        workload.check().flatMap(Workload.Check::path).map(path -> new Visit(workload.name(), path)));
    }

    private static Map<String, String> datastores(ComposedApp app) {
        Map<String, String> found = new TreeMap<>();
        app.workloads().stream()
                .flatMap(workload -> workload.datastore().stream())
                .forEach(datastore -> found.putIfAbsent(datastore.name(), datastore.version()));
        return found;
    }
}
