package io.kuberelease.adapters.builders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what docker on this machine can do: whether an engine answers, and which client can build. */
final class DockerEngine {
    /** Directories of the user's docker configuration that a build needs besides credentials. */
    private static final List<String> SHARED = List.of("cli-plugins", "contexts", "certs.d");

    private static final List<String> SHARED_KEYS = List.of("currentContext", "cliPluginsExtraDirs", "proxies");
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("Docker version (\\d+)\\..*");

    /** From this major version on, docker's own client can't use BuildKit without buildx. */
    private static final int NEEDS_BUILDX = 23;

    private final BuildSetup setup;

    DockerEngine(BuildSetup setup) {
        this.setup = setup;
    }

    /** The client with which docker uses BuildKit. */
    enum Client {
        /** The buildx plugin. */
        BUILDX,
        /** Docker's own client, up to version 22. */
        OWN,
        /** Neither: only the classic builder, which knows no secrets and gives the same source other digests. */
        NONE
    }

    /** Why docker can't build here; empty when it can. Runs docker a few times, each for ten seconds at most. */
    Optional<String> unusable() {
        if (setup.programs().find("docker").isEmpty()) {
            return Optional.of("docker is not on the PATH");
        }
        Said engine = ask("docker", "version", "--format", "{{.Server.Version}}");
        if (!engine.succeeded()) {
            return Optional.of("no docker engine answers: " + engine.complaint());
        }
        return client() == Client.NONE
                ? Optional.of(
                        "docker has no buildx, and without it only the classic builder, which knows no secrets and"
                                + " gives the same source other digests; install it (docker-buildx-plugin of Docker's own"
                                + " packages, docker-buildx of Ubuntu's, or"
                                + " https://github.com/docker/buildx#installing)")
                : Optional.empty();
    }

    Client client() {
        if (ask("docker", "buildx", "version").succeeded()) {
            return Client.BUILDX;
        }
        Matcher version = VERSION.matcher(ask("docker", "--version").firstLine());
        return version.matches() && Integer.parseInt(version.group(1)) < NEEDS_BUILDX ? Client.OWN : Client.NONE;
    }

    /** Whether the engine has no bridge network, so that a step can only use the machine's own. */
    boolean lacksBridge() {
        return !ask("docker", "network", "inspect", "bridge").succeeded();
    }

    /** Variables for every call: buildx keeps its state in the user's configuration, not in ours. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "BUILDX_CONFIG",
                setup.variable("BUILDX_CONFIG")
                        .orElse(configuration().resolve("buildx").toString()));
        return environment;
    }

    /**
     * Adds the user's plugins, contexts, certificates and proxies to our configuration, which holds only credentials.
     */
    void share(BuildDirectory directory) {
        try {
            for (String name : SHARED) {
                Path theirs = configuration().resolve(name);
                if (Files.isDirectory(theirs)) {
                    Files.createSymbolicLink(directory.file(name), theirs.toAbsolutePath());
                }
            }
            shareKeys(directory.file("config.json"), configuration().resolve("config.json"));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static void shareKeys(Path ours, Path theirs) throws IOException {
        if (!Files.isRegularFile(theirs)) {
            return;
        }
        ObjectMapper json = new ObjectMapper();
        if (json.readTree(Files.readAllBytes(ours)) instanceof ObjectNode all) {
            JsonNode known = readable(json, theirs);
            for (String key : SHARED_KEYS) {
                if (known.has(key)) {
                    all.set(key, known.get(key));
                }
            }
            Files.write(ours, json.writeValueAsBytes(all));
        }
    }

    /** An empty object when the file can't be parsed: docker complains of that itself. */
    private static JsonNode readable(ObjectMapper json, Path file) {
        try {
            return json.readTree(Files.readAllBytes(file));
        } catch (IOException broken) {
            return json.createObjectNode();
        }
    }

    private Path configuration() {
        return setup.variable("DOCKER_CONFIG").map(Path::of).orElse(setup.home().resolve(".docker"));
    }

    private record Said(boolean succeeded, String firstLine, String complaint) {}

    private Said ask(String... line) {
        List<String> output = new CopyOnWriteArrayList<>();
        List<String> errors = new CopyOnWriteArrayList<>();
        boolean well = setup.programs()
                .run(
                        Programs.Command.of(setup.source(), line),
                        TIME_LIMIT,
                        Cancellation.NEVER,
                        output::add,
                        errors::add)
                .succeeded();
        return new Said(
                well,
                output.isEmpty() ? "" : output.get(0).strip(),
                errors.stream()
                        .filter(each -> !each.isBlank())
                        .reduce((one, last) -> last)
                        .map(String::strip)
                        .orElse("it said nothing within " + TIME_LIMIT.toSeconds() + " s"));
    }
}
