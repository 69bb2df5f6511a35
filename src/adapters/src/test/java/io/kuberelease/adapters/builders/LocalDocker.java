package io.kuberelease.adapters.builders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The docker engine of this machine, else one of a test's own, where there is a {@code dockerd} and we are root: beside
 * whatever else runs, without bridge and firewall rules, and gone afterwards.
 */
final class LocalDocker implements AutoCloseable {
    private static final long START_SECONDS = 40;

    private final String host;
    private final Optional<Process> daemon;
    private final Optional<Path> directory;

    private LocalDocker(String host, Optional<Process> daemon, Optional<Path> directory) {
        this.host = host;
        this.daemon = daemon;
        this.directory = directory;
    }

    /** Absent with its reason on the standard output when there is none and none can be started. */
    static Optional<LocalDocker> find() throws IOException, InterruptedException {
        String known = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
        if (programs("docker").stream().anyMatch(docker -> answers(docker, known))) {
            return Optional.of(new LocalDocker(known, Optional.empty(), Optional.empty()));
        }
        List<Path> daemons = programs("dockerd");
        if (daemons.isEmpty() || !"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        return start(daemons.get(0));
    }

    /** As {@code DOCKER_HOST} has it. */
    String host() {
        return host;
    }

    /** Every program of that name on the search path. */
    static List<Path> programs(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(each -> !each.isEmpty())
                .map(each -> Path.of(each, name))
                .filter(Files::isExecutable)
                .map(LocalDocker::real)
                .distinct()
                .toList();
    }

    /** Directories of the search path may be one and the same. */
    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException gone) {
            return program;
        }
    }

    private static boolean answers(Path docker, String host) {
        try {
            Process asked = new ProcessBuilder(docker.toString(), "--host", host, "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asked.waitFor(10, TimeUnit.SECONDS) && asked.exitValue() == 0;
        } catch (IOException notRunnable) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<LocalDocker> start(Path program) throws IOException, InterruptedException {
        // The path of a socket is short.
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "kr-docker");
        Path socket = directory.resolve("s");
        Process daemon = new ProcessBuilder(
                        program.toString(),
                        "--host",
                        "unix://" + socket,
                        "--data-root",
                        directory.resolve("data").toString(),
                        "--exec-root",
                        directory.resolve("exec").toString(),
                        "--pidfile",
                        directory.resolve("pid").toString(),
                        "--iptables=false",
                        "--ip6tables=false",
                        "--bridge=none")
                .redirectErrorStream(true)
                .start();
        LocalDocker started = new LocalDocker("unix://" + socket, Optional.of(daemon), Optional.of(directory));
        try {
            listening(daemon).get(START_SECONDS, TimeUnit.SECONDS);
            return Optional.of(started);
        } catch (ExecutionException | TimeoutException never) {
            System.out.println("dockerd did not start here: " + never.getMessage());
            started.close();
            return Optional.empty();
        }
    }

    /** Reads what it says to its end, so that it is never held up. */
    private static CompletableFuture<Void> listening(Process daemon) {
        CompletableFuture<Void> listening = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    String last = "it said nothing";
                    try (BufferedReader lines = new BufferedReader(
                            new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            last = line;
                            if (line.contains("API listen on")) {
                                listening.complete(null);
                            }
                        }
                    } catch (IOException ended) {
                        last = String.valueOf(ended.getMessage());
                    }
                    listening.completeExceptionally(new IllegalStateException(last));
                },
                "dockerd's words");
        reader.setDaemon(true);
        reader.start();
        return listening;
    }

    @Override
    public void close() {
        daemon.ifPresent(process -> {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        });
        directory.ifPresent(LocalDocker::delete);
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
