package io.kuberelease.adapters.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Identifies a process across machines, reboots and containers: process ids are reused after each boot and in each
 * container, and containers may share a host name.
 *
 * @param boot the kernel's boot id; empty where it is unknown
 * @param space the number of the PID namespace, of which each container has its own; empty where it is unknown
 * @param started when it was started, in clock ticks since boot; empty where it is unknown
 */
public record ProcessIdentity(String host, String boot, String space, long process, String started) {
    private static final int STARTED = 19;
    private static final int PARTS = 5;

    /** The identity of a process that runs here, in our own PID namespace. */
    public static ProcessIdentity of(String host, long process) {
        return new ProcessIdentity(
                host, bootHere(), spaceHere(), process, started(process).orElse(""));
    }

    /**
     * Whether it is known to have ended; false for one that we can't see, in another container or on another machine.
     *
     * @param here the name of this host
     */
    public boolean isGone(String here) {
        boolean seen = host.equals(here) && boot.equals(bootHere()) && space.equals(spaceHere());
        if (boot.isEmpty() || space.isEmpty()) {
            // Not Linux: there are no PID namespaces, so the process id is enough.
            return seen && ProcessHandle.of(process).isEmpty();
        }
        return seen
                && started(process)
                        .filter(now -> started.isEmpty() || now.equals(started))
                        .isEmpty();
    }

    /** The identity as one string, which {@link #parse} reads. */
    public String text() {
        return String.join("/", boot, space, Long.toString(process), started, host);
    }

    /** Reads what {@link #text} wrote; empty when it is something else. */
    public static Optional<ProcessIdentity> parse(String text) {
        List<String> parts = List.of(text.split("/", PARTS));
        if (parts.size() != PARTS || !parts.get(2).matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(
                parts.get(4), parts.get(0), parts.get(1), Long.parseLong(parts.get(2)), parts.get(3)));
    }

    private static String bootHere() {
        return read(Path.of("/proc/sys/kernel/random/boot_id")).orElse("").strip();
    }

    private static String spaceHere() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                    .toString()
                    .replaceAll("\\D", "");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }

    /** Reads behind the last parenthesis: the program's name before it may hold anything. */
    private static Optional<String> started(long process) {
        return read(Path.of("/proc", Long.toString(process), "stat"))
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 1).strip().split(" "))
                .filter(fields -> fields.length > STARTED)
                .map(fields -> fields[STARTED]);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
