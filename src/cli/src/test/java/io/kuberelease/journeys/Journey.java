package io.kuberelease.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.testkit.GitRepository;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An app of its own, in a directory and in namespaces of its own, and the real program to release it with. Closing it
 * removes what it made in the clusters.
 */
final class Journey implements AutoCloseable {
    private static final Path PROGRAM = Path.of("target/kube-release/bin/kube-release");

    private final String namespace = "it-" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, String> environment = new HashMap<>();
    private final Path directory;

    private Journey(Path directory) {
        this.directory = directory;
        environment.put("XDG_STATE_HOME", directory.resolve(".state").toString());
    }

    /** A copy of an app's directory. */
    static Journey with(Path app, Path parent) throws IOException {
        Path copy = Files.createDirectories(parent.resolve("app"));
        try (Stream<Path> files = Files.walk(app)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(app.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Journey journey = new Journey(copy);
        return journey;
    }

    /** The small app of the tests: a page, a test that asks Redis, a chart with a hook. */
    static Journey hello(Path parent) throws IOException, InterruptedException {
        Journey hello = with(Path.of("src/test/resources/apps/hello"), parent);
        hello.kubectl("staging", "create", "namespace", hello.namespace);
        return hello.edit("kube-release.yaml", "NAMESPACE", hello.namespace)
                .edit("kube-release.yaml", "REGISTRY", registry());
    }

    static String registry() {
        return setting("KUBE_RELEASE_REGISTRY");
    }

    /** A setting of the development clusters; a run without it fails rather than being skipped. */
    static String setting(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException(
                        name + " is not set: eval \"$(dev/cluster/cluster env)\", or use make test"));
    }

    String namespace() {
        return namespace;
    }

    Path directory() {
        return directory;
    }

    Journey edit(String file, String from, String to) throws IOException {
        String before = Files.readString(directory.resolve(file));
        if (!before.contains(from)) {
            throw new IllegalArgumentException(file + " does not contain " + from);
        }
        Files.writeString(directory.resolve(file), before.replace(from, to));
        return this;
    }

    Journey setting(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs the program to its end. */
    Ran run(String... arguments) throws IOException, InterruptedException {
        return Ran.of(start(arguments));
    }

    /** Starts the program as a terminal does: who ignores Ctrl-C, as background jobs do, hands that down otherwise. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("env", "--default-signal=INT", PROGRAM.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The app's directory as the repository that it may be. */
    GitRepository repository() {
        return new GitRepository(directory);
    }

    /** What selects the namespaces of the previews of an app that is called as this namespace. */
    String previews() {
        return "kube-release.io/preview,kube-release.io/app=" + namespace;
    }

    /** Runs kubectl against one of the clusters, in the app's namespace. */
    Ran kubectl(String cluster, String... arguments) throws IOException, InterruptedException {
        return tool("kubectl", List.of("--context", cluster, "--namespace", namespace), arguments);
    }

    /** What tests have left is removed by the cluster by and by: returns when none is there any more, else says what is. */
    String left(String cluster, String... kinds) throws IOException, InterruptedException {
        String all = String.join(",", kinds);
        kubectl(cluster, "wait", all, "--all", "--for=delete", "--timeout=60s");
        return kubectl(cluster, "get", all, "-o", "name").output();
    }

    /** Runs the real Helm against one of the clusters, in the app's namespace. */
    Ran helm(String cluster, String... arguments) throws IOException, InterruptedException {
        return tool("helm", List.of("--kube-context", cluster, "--namespace", namespace), arguments);
    }

    private static Ran tool(String name, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(options);
        command.addAll(List.of(arguments));
        return Ran.of(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    @Override
    public void close() throws IOException {
        try {
            for (String cluster : List.of("staging", "production")) {
                kubectl(cluster, "delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Reads what the program prints until a line with this.
     *
     * @return all up to that line
     */
    static String until(Process program, String part) throws IOException {
        BufferedReader output = program.inputReader();
        StringBuilder seen = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains(part)) {
            seen.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as("ended before %s; so far: %s", part, seen).isNotNull();
        return seen.append(line).toString();
    }

    /** Ends the program and all that it has started, as a machine that is gone does. */
    static void kill(Process program) throws InterruptedException {
        program.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly().waitFor();
    }

    /** What a program did: its exit code and everything it printed. */
    record Ran(int exitCode, String output) {
        private static final int LIMIT_MINUTES = 5;

        static Ran of(Process process) throws IOException, InterruptedException {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running; so far: " + output);
            }
            return new Ran(process.exitValue(), output);
        }
    }
}
