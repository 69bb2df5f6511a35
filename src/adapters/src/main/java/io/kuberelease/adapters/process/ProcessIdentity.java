package io.kuberelease.adapters.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process by a name that means the same everywhere: numbers of processes are given anew after each start of a machine and
 * in each container, and hosts in containers share names.
 *
 * @param boot which run of which kernel; empty where that can't be told
 * @param space in which space of process numbers, which each container has for itself; empty where that can't be told
 * @param started when it was started, in the kernel's own count; empty where that can't be told
 */
public record ProcessIdentity(String host, String boot, String space, long process, String started) {
    private static final int STARTED = 19;
    private static final int PARTS = 5;

    /** Of a process that runs here. */
    public static ProcessIdentity of(String host, long process) {
        return new ProcessIdentity(
                host, bootHere(), spaceHere(), process, started(process).orElse(""));
    }

    /** Whether it is known to run no more. Of one that we can't see, in another container or machine, it is not known. */
    public boolean isGone(String here) {
        boolean seen = host.equals(here) && boot.equals(bootHere()) && space.equals(spaceHere());
        if (boot.isEmpty() || space.isEmpty()) {
            // Where the kernel does not say, there are no containers that count for themselves.
            return seen && ProcessHandle.of(process).isEmpty();
        }
        return seen
                && started(process)
                        .filter(now -> started.isEmpty() || now.equals(started))
                        .isEmpty();
    }

    /** As one word. */
    public String text() {
        return String.join("/", boot, space, Long.toString(process), started, host);
    }

    /** Reads {@link #text}; empty when it is something else. */
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

    /** The time stands behind the program's name, which may hold anything. */
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
