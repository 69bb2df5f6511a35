package io.kuberelease.adapters.popup;

import com.sun.net.httpserver.HttpServer;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.model.AppName;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ClusterSpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A provider of clusters as they are: a program with a directory for each cluster that lives, which refuses to make one
 * twice, or to delete one that is not there. What the clusters' API servers say comes from a server here.
 */
final class Provider implements AutoCloseable {
    static final PopUpName NAME = new PopUpName(new AppName("polls"), "scratch");

    private final Path directory;
    private final HttpServer server;
    private final Path program;
    private ClusterUsers users;
    Instant now = Instant.parse("2026-03-01T12:00:00Z");

    Provider(Path directory) throws IOException {
        this.directory = directory;
        this.users = new ClusterUsers(store(), () -> now);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body =
                    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"kube-system\",\"uid\":\"u-1\"}}"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Files.createDirectories(directory.resolve("live"));
        this.program = directory.resolve("provider");
        Files.writeString(program, """
                #!/bin/sh
                cd '%s' || exit 9
                echo "$1 $KUBE_RELEASE_CLUSTER_NAME" >>log
                echo "says $1"
                [ ! -e "$1-fails" ] || exit 3
                if [ -e "$1-hangs" ]; then sleep 300 & echo $! >child; wait; fi
                while [ -e "$1-waits" ]; do sleep 0.05; done
                if [ "$1" = create ]; then
                  mkdir "live/$KUBE_RELEASE_CLUSTER_NAME" || exit 4
                  cp kubeconfig "$KUBECONFIG"
                else
                  rmdir "live/$KUBE_RELEASE_CLUSTER_NAME" || [ -e lenient ] || exit 5
                fi
                """.formatted(directory), StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: made, context: {cluster: c, user: u}}]
                current-context: made
                """.formatted(
                        server.getAddress().getPort()));
    }

    /** From now on the command fails, hangs or waits, or forgives. */
    void let(String behaviour) throws IOException {
        Files.writeString(directory.resolve(behaviour), "");
    }

    void noMore(String behaviour) throws IOException {
        Files.delete(directory.resolve(behaviour));
    }

    ClusterSpec spec() {
        return spec(Duration.ofSeconds(20));
    }

    ClusterSpec spec(Duration within) {
        return new ClusterSpec(
                NAME,
                List.of(program.toString(), "create"),
                List.of(program.toString(), "delete"),
                Duration.ofHours(4),
                within);
    }

    final PopUpStore store() {
        return new PopUpStore(directory.resolve("state"));
    }

    ChildEnvironment environment() {
        return new ChildEnvironment(Map.of("PATH", System.getenv("PATH")));
    }

    /** In a process of its own, that begins when the one before has ended. */
    CommandClusters clusters() {
        ends();
        users = new ClusterUsers(store(), () -> now);
        return clusters(users);
    }

    /** The process that was asked last has ended. */
    void ends() {
        users.close();
    }

    CommandClusters clusters(ClusterUsers users) {
        return new CommandClusters(store(), users, environment(), directory, () -> now, new Random(1));
    }

    StageControl control() {
        return control(Progress.SILENT, Cancellation.NEVER);
    }

    StageControl control(Progress progress, Cancellation cancellation) {
        return new StageControl(
                new ReleaseId("r1"),
                new StageId("staging.cluster"),
                now.plusSeconds(30),
                false,
                cancellation,
                progress);
    }

    /** What its program was called with, in order. */
    List<String> calls() throws IOException {
        Path log = directory.resolve("log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** The clusters that live. */
    List<String> live() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("live"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** The child of a command that hangs. */
    long child() throws IOException {
        return Long.parseLong(Files.readString(directory.resolve("child")).strip());
    }

    /** From now on no cluster answers. */
    void die() {
        server.stop(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
