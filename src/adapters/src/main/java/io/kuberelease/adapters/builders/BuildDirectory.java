package io.kuberelease.adapters.builders;

import io.kuberelease.adapters.disk.Directories;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The private directory of one build, for credentials and secrets: nobody else can read it, and closing removes it. Its
 * name holds the process, so that the next build can remove what a killed one left.
 */
final class BuildDirectory implements AutoCloseable {
    private static final String PREFIX = "kube-release-build-";
    private static final FileAttribute<Set<PosixFilePermission>> OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OUR_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;

    private BuildDirectory(Path path) {
        this.path = path;
    }

    static BuildDirectory make(Path temporary) {
        try {
            sweep(temporary);
            String name = PREFIX + space() + "-" + identity(ProcessHandle.current()) + "-";
            return new BuildDirectory(Files.createTempDirectory(temporary, name, OURS));
        } catch (IOException problem) {
            throw unavailable("make a private directory in " + temporary, problem);
        }
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Writes a file that only we can read. */
    Path write(String name, byte[] content) {
        try {
            Path file = Files.createFile(path.resolve(name), OUR_FILE);
            return Files.write(file, content);
        } catch (IOException problem) {
            throw unavailable("write into the build's private directory " + path, problem);
        }
    }

    /** Writes or replaces a file atomically: a program may be reading the old one. */
    Path replace(String name, byte[] content) {
        Path written = write(name + ".new", content);
        try {
            return Files.move(written, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException problem) {
            throw unavailable("write into the build's private directory " + path, problem);
        }
    }

    /** Writes a program that only we can run. */
    Path program(String name, byte[] content) {
        Path file = write(name, content);
        try {
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException problem) {
            throw unavailable("write into the build's private directory " + path, problem);
        }
    }

    @Override
    public void close() {
        remove(path);
    }

    /** Removes the directories of processes that have ended. */
    private static void sweep(Path temporary) throws IOException {
        Pattern name = Pattern.compile(PREFIX + Pattern.quote(space()) + "-(\\d+)_(\\d+)-.*");
        try (Stream<Path> entries = Files.list(temporary)) {
            for (Path entry : entries.toList()) {
                Matcher matcher = name.matcher(String.valueOf(entry.getFileName()));
                if (matcher.matches() && isGone(matcher.group(1), matcher.group(2))) {
                    remove(entry);
                }
            }
        }
    }

    private static boolean isGone(String process, String started) {
        return ProcessHandle.of(Long.parseLong(process))
                .map(handle -> !identity(handle).equals(process + "_" + started))
                .orElse(true);
    }

    private static String identity(ProcessHandle process) {
        long started = process.info()
                .startInstant()
                .map(instant -> instant.toEpochMilli())
                .orElse(0L);
        return process.pid() + "_" + started;
    }

    /** The PID namespace: containers may share a temporary directory, but each has its own process ids. */
    private static String space() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                    .toString()
                    .replaceAll("\\D", "");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "0";
        }
    }

    private static void remove(Path directory) {
        try {
            Directories.remove(directory);
        } catch (IOException problem) {
            throw unavailable("remove the build's private directory " + directory, problem);
        }
    }

    private static ReleaseException unavailable(String what, IOException problem) {
        return new ReleaseException.Errored(
                Cause.of(
                        CauseKind.UNAVAILABLE,
                        "could not " + what + ": " + problem.getClass().getSimpleName() + " " + problem.getMessage()),
                Duration.ZERO);
    }
}
