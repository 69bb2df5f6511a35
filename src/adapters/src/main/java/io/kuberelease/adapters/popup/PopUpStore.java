package io.kuberelease.adapters.popup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.adapters.disk.Directories;
import io.kuberelease.adapters.disk.PrivateFiles;
import io.kuberelease.adapters.disk.ProcessLock;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The clusters that this machine's user has made: a directory for each, with its record and its kubeconfig, which its
 * owner alone may read. A record is replaced as a whole, and is on the disk before anything is done.
 */
public final class PopUpStore {
    private static final String RECORD = "cluster.json";
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final Path root;
    private final ObjectMapper json = new ObjectMapper();

    /** @param state the directory of the user's releases; no app is called as the one below it */
    public PopUpStore(Path state) {
        this.root = state.resolve("clusters.made").toAbsolutePath();
    }

    /** All that are written down and can be read, by name. */
    public List<PopUp> all() {
        List<PopUp> all = new ArrayList<>();
        records().forEach(directory -> {
            try {
                all.add(read(directory));
            } catch (ReleaseException.Errored unreadable) {
                // One broken record hides no other: it is told by itself.
                return;
            }
        });
        all.sort(Comparator.comparing(popUp -> popUp.name().toString()));
        return List.copyOf(all);
    }

    /**
     * A cluster whose record can't be read.
     *
     * @param name as its directory is called: the app, a dot, and its name
     */
    public record Unreadable(String name, Cause why) {}

    /** Those that are written down and can't be read. */
    public List<Unreadable> unreadable() {
        List<Unreadable> all = new ArrayList<>();
        records().forEach(directory -> {
            try {
                var unused = read(directory);
            } catch (ReleaseException.Errored problem) {
                all.add(new Unreadable(directory.getFileName().toString(), problem.reason()));
            }
        });
        return List.copyOf(all);
    }

    private List<Path> records() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(path -> Files.isRegularFile(path.resolve(RECORD)))
                    .sorted()
                    .toList();
        } catch (IOException problem) {
            throw unavailable("list the clusters in", root, problem);
        }
    }

    /** The record; absent when no such cluster was made, or it was deleted. */
    public Optional<PopUp> find(PopUpName name) {
        Path directory = directory(name);
        return Files.isRegularFile(directory.resolve(RECORD)) ? Optional.of(read(directory)) : Optional.empty();
    }

    /** Where the cluster's kubeconfig is written. */
    public Path kubeconfig(PopUpName name) {
        return directory(name).resolve("kubeconfig");
    }

    Path directory(PopUpName name) {
        return root.resolve(name.app() + "." + name.name());
    }

    /** Why the last cluster of that name is no more; absent when there was none. */
    Optional<String> epitaph(PopUpName name) {
        try {
            return Optional.of(Files.readString(tombstone(name)).strip());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private Path tombstone(PopUpName name) {
        return root.resolve(name.app() + "." + name.name() + ".gone");
    }

    void write(PopUp popUp) {
        Path directory = directory(popUp.name());
        Path part = directory.resolve(RECORD + ".part");
        try {
            PrivateFiles.createDirectories(directory);
            Files.deleteIfExists(part);
            try (FileChannel channel = PrivateFiles.open(part)) {
                ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(node(popUp)));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, directory.resolve(RECORD), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException problem) {
            throw unavailable("write down cluster " + popUp.name() + " in", directory, problem);
        }
    }

    /** Removes all files beside the record, which are of an earlier try. */
    void forgetFiles(PopUpName name) {
        Path directory = directory(name);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> !each.endsWith(RECORD)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException problem) {
            throw unavailable("remove the files of an earlier try in", directory, problem);
        }
    }

    /** Forgets the cluster; what becomes of its name is remembered in a line. */
    void remove(PopUp popUp, String epitaph) {
        Path directory = directory(popUp.name());
        try {
            Files.writeString(tombstone(popUp.name()), epitaph + "\n");
            // The record goes first: without it the rest is nobody's.
            Files.deleteIfExists(directory.resolve(RECORD));
            Directories.remove(directory);
        } catch (IOException problem) {
            throw unavailable("remove what is written down of cluster " + popUp.name() + " in", directory, problem);
        }
    }

    /** Notes that this process uses the cluster, until it is closed or the process is gone. */
    Held use(PopUpName name) {
        Path users = users(name);
        Path file = users.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        try {
            PrivateFiles.createDirectories(users);
            ProcessLock lock =
                    ProcessLock.take(file).orElseThrow(() -> new IllegalStateException("nobody else knows of " + file));
            return () -> {
                release(lock);
                deleted(file);
            };
        } catch (IOException problem) {
            throw unavailable("note in", users, problem);
        }
    }

    /** The ids of the processes that use the cluster now. */
    List<Long> usedBy(PopUpName name) {
        Path users = users(name);
        if (!Files.isDirectory(users)) {
            return List.of();
        }
        List<Long> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(users)) {
            for (Path file : files.sorted().toList()) {
                if (ProcessLock.isTaken(file)) {
                    found.add(Long.parseLong(file.getFileName().toString().replaceFirst("-.*", "")));
                }
            }
            return List.copyOf(found);
        } catch (IOException problem) {
            throw unavailable("read", users, problem);
        }
    }

    private Path users(PopUpName name) {
        return root.resolve(name.app() + "." + name.name() + ".users");
    }

    private static void deleted(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // Nobody holds it: it says nothing.
            return;
        }
    }

    /** Held by who makes or deletes a cluster. */
    interface Held {
        void close();
    }

    /** Takes the cluster's lock without waiting for whoever has it; empty then. */
    Optional<Held> tryHold(PopUpName name) {
        Path file = root.resolve(name.app() + "." + name.name() + ".lock");
        try {
            PrivateFiles.createDirectories(root);
            return ProcessLock.take(file).map(lock -> () -> release(lock));
        } catch (IOException problem) {
            throw unavailable("lock cluster " + name + " by", file, problem);
        }
    }

    private static void release(ProcessLock lock) {
        try {
            lock.close();
        } catch (IOException closed) {
            // The lock goes with the process at the latest.
        }
    }

    /**
     * Does the work with the cluster's lock, after whoever makes or deletes it now.
     *
     * @throws ReleaseException.Errored when that takes too long
     */
    void holding(PopUpName name, Duration limit, Cancellation cancellation, Runnable work) {
        Held held = hold(name, limit, cancellation);
        try {
            work.run();
        } finally {
            held.close();
        }
    }

    private Held hold(PopUpName name, Duration limit, Cancellation cancellation) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<Held> held = tryHold(name);
            if (held.isPresent()) {
                return held.get();
            }
            if (cancellation.requested() || Thread.currentThread().isInterrupted()) {
                throw new ReleaseException.Aborted(
                        "stopped while waiting for another process that makes or deletes cluster " + name);
            }
            if (System.nanoTime() - end > 0) {
                throw new ReleaseException.Errored(
                        Cause.of(
                                        CauseKind.LOCKED,
                                        "another process has been making or deleting cluster " + name + " for "
                                                + limit.toSeconds() + " s")
                                .suggesting("see kube-release clusters list, and end that process if it hangs"),
                        Duration.ZERO);
            }
            LockSupport.parkNanos(MOMENT.toNanos());
        }
    }

    private ObjectNode node(PopUp popUp) {
        ObjectNode node = json.createObjectNode()
                .put("app", popUp.name().app().value())
                .put("name", popUp.name().name())
                .put("identity", popUp.identity())
                .put("state", popUp.state().name())
                .put("since", popUp.since().toString())
                .put("until", popUp.until().toString())
                .put("directory", popUp.directory().toString())
                .put("lifetime", popUp.lifetime().toString())
                .put("within", popUp.within().toString());
        popUp.create().forEach(node.putArray("create")::add);
        popUp.delete().forEach(node.putArray("delete")::add);
        return node;
    }

    private PopUp read(Path directory) {
        Path file = directory.resolve(RECORD);
        try {
            JsonNode node = json.readTree(Files.readAllBytes(file));
            return new PopUp(
                    new PopUpName(
                            new AppName(node.path("app").asText()),
                            node.path("name").asText()),
                    node.path("identity").asText(),
                    PopUp.State.valueOf(node.path("state").asText()),
                    Instant.parse(node.path("since").asText()),
                    Instant.parse(node.path("until").asText()),
                    texts(node.path("create")),
                    texts(node.path("delete")),
                    Path.of(node.path("directory").asText()),
                    Duration.parse(node.path("lifetime").asText()),
                    Duration.parse(node.path("within").asText()));
        } catch (IOException | RuntimeException problem) {
            throw unavailable("read", file, problem);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static ReleaseException.Errored unavailable(String what, Path where, Exception problem) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not " + what + " " + where + ": " + problem)
                        .suggesting("see whether the disk is full, and who may write there"),
                Duration.ZERO,
                problem);
    }
}
