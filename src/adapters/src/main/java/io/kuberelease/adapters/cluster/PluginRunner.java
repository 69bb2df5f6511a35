package io.kuberelease.adapters.cluster;

import io.kuberelease.adapters.process.ChildEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the login plugins of a kubeconfig, not through a shell, and without those secrets in our environment that are
 * for others.
 */
final class PluginRunner {
    /** The limit for a plugin that asks nobody; a person who logs in with a browser gets more time. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration LIMIT_OF_PEOPLE = Duration.ofMinutes(10);

    private final ChildEnvironment environment;
    private final boolean person;

    /**
     * @param person whether somebody is at the terminal, whom a plugin may ask
     */
    PluginRunner(ChildEnvironment environment, boolean person) {
        this.environment = environment;
        this.person = person;
    }

    /** Whether a plugin may ask a person. */
    boolean person() {
        return person;
    }

    /**
     * The result of a plugin.
     *
     * @param errors its standard error; empty if that went to the terminal
     */
    record Ended(int exitCode, String output, String errors) {}

    /** The plugin's program does not exist or may not be executed. */
    static final class Missing extends IOException {
        private static final long serialVersionUID = 1;

        Missing(String message) {
            super(message);
        }
    }

    /** Runs a plugin to its end, and blocks. Kills it and its children after the time limit or on an interruption. */
    Ended run(List<String> command, Map<String, String> variables, boolean mayAsk) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.set(0, program(command.get(0)));
        ProcessBuilder builder = new ProcessBuilder(line);
        environment.applyTo(builder);
        builder.environment().putAll(variables);
        if (mayAsk) {
            builder.redirectInput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        Process process = builder.start();
        if (!mayAsk) {
            process.getOutputStream().close();
        }
        CompletableFuture<String> errors = read(process.getErrorStream());
        CompletableFuture<String> output = read(process.getInputStream());
        try {
            Duration limit = mayAsk ? LIMIT_OF_PEOPLE : LIMIT;
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("it did not end within " + limit.toSeconds() + " s");
            }
            return new Ended(process.exitValue(), output.join(), errors.join());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("it was stopped", stopped);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The program's path, found as by kubectl: by the search path, unless the command contains a slash. */
    private String program(String command) throws Missing {
        if (command.contains("/")) {
            if (Files.isExecutable(Path.of(command))) {
                return command;
            }
            throw new Missing("it is not there, or may not be executed");
        }
        for (String directory : environment.getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, command))) {
                return Path.of(directory, command).toString();
            }
        }
        throw new Missing("it is not on the PATH");
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException ended) {
                        return "";
                    }
                },
                work -> {
                    Thread thread = new Thread(work, "credential plugin");
                    thread.setDaemon(true);
                    thread.start();
                });
    }
}
