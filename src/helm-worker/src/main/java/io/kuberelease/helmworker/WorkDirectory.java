package io.kuberelease.helmworker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of one worker: a directory named after its process, and none of it left when the process is gone. */
final class WorkDirectory {
    private static final Pattern PROCESS_ID = Pattern.compile("\\d{1,18}");

    private final Path base;
    private final Path own;

    /**
     * Makes this process' directory and removes those of processes that are no more.
     *
     * @param base shared by all workers of a user; holds the native library too
     */
    WorkDirectory(Path base) throws IOException {
        this.base = base.toAbsolutePath();
        Files.createDirectories(workers());
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
        sweep();
        this.own = workers().resolve(Long.toString(ProcessHandle.current().pid()));
        delete(own);
        Files.createDirectory(own);
    }

    /** Where native libraries are kept from one start to the next. */
    Path libraries() {
        return base.resolve("lib");
    }

    /** A new empty directory for one request. */
    Path scratch() throws IOException {
        return Files.createTempDirectory(own, "request-");
    }

    /** Removes a file or a directory with all that is in it, if it is there. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> found = Files.walk(path)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private Path workers() {
        return base.resolve("workers");
    }

    private void sweep() throws IOException {
        List<Path> left;
        try (Stream<Path> found = Files.list(workers())) {
            left = found.filter(WorkDirectory::isLeftOver).toList();
        }
        for (Path each : left) {
            try {
                delete(each);
            } catch (IOException another) {
                System.err.println("another worker is removing " + each + " as well");
            }
        }
    }

    private static boolean isLeftOver(Path directory) {
        String name = directory.getFileName().toString();
        return PROCESS_ID.matcher(name).matches()
                && ProcessHandle.of(Long.parseLong(name)).isEmpty();
    }
}
