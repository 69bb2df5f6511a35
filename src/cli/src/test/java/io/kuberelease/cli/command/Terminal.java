package io.kuberelease.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kuberelease.cli.wiring.ProcessEnvironment;
import io.kuberelease.cli.wiring.Program;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program in this process, in a directory and with a home of its own. */
final class Terminal {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path directory;

    /**
     * @param home where state is kept, and no kubeconfig is
     */
    Terminal(Path directory, Path home) {
        this.directory = directory;
        environment.put("HOME", home.toString());
        environment.put("USER", "ann");
        environment.put("PATH", System.getenv().getOrDefault("PATH", ""));
    }

    Terminal setting(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs a command; its exit code. */
    int run(String... arguments) {
        out.reset();
        err.reset();
        ProcessEnvironment processEnvironment = new ProcessEnvironment(
                environment,
                directory,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Optional.empty(),
                InstantSource.fixed(NOW));
        try (Program program = new Program(processEnvironment)) {
            return Commands.of(program, List.of(arguments)).execute(arguments);
        }
    }

    /** What the last command printed. */
    String output() {
        return out.toString(UTF_8);
    }

    /** What the last command complained of. */
    String complaint() {
        return err.toString(UTF_8);
    }
}
