package io.kuberelease.testkit.registry;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The {@code docker-registry} program, serving an empty directory on a free port of this machine. */
public final class RegistryProcess implements AutoCloseable {
    private static final Duration TO_START = Duration.ofSeconds(20);

    private final Process process;
    private final String address;

    private RegistryProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Whether this machine has the program. */
    public static boolean isInstalled() {
        return program().isPresent();
    }

    /**
     * A registry that answers.
     *
     * @param directory takes its files; to be removed by the caller
     */
    public static RegistryProcess start(Path directory) {
        try {
            String address = "127.0.0.1:" + freePort();
            Path file = Files.writeString(
                    directory.resolve("registry.yml"), """
                    version: 0.1
                    log: {level: error, accesslog: {disabled: true}}
                    storage: {filesystem: {rootdirectory: "%s"}, delete: {enabled: true}}
                    http: {addr: "%s", secret: for-this-test-alone}
                    """.formatted(directory.resolve("data"), address));
            Process process = new ProcessBuilder(program().orElseThrow(), "serve", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("registry.log").toFile())
                    .start();
            RegistryProcess registry = new RegistryProcess(process, address);
            registry.awaitAnswer();
            return registry;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Host and port. */
    public String address() {
        return address;
    }

    private void awaitAnswer() {
        long end = System.nanoTime() + TO_START.toNanos();
        while (!answers()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                close();
                throw new IllegalStateException("docker-registry does not answer at " + address);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://" + address + "/v2/").toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Optional<String> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "docker-registry"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
