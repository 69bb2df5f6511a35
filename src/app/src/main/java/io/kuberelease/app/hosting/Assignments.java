package io.kuberelease.app.hosting;

import io.kuberelease.adapters.disk.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The releases that a host has begun and that have not ended, in a file that survives restarts; each release once. A
 * line that can't be read is logged and skipped, so that the other releases are still resumed.
 */
public final class Assignments {
    private static final Logger LOGGER = Logger.getLogger(Assignments.class.getName());

    private final Path file;
    private final Set<String> unreadable = new HashSet<>();

    public Assignments(Path file) {
        this.file = file;
    }

    /**
     * A release with all that is needed to resume it, also when what began it is lost.
     *
     * @param build the name of its build
     * @param directory the name of the release's directory among those of the build
     * @param subdirectory of the release file in the source
     * @param source where to get the source again, in the host's own fields
     */
    public record Assignment(String build, String directory, String subdirectory, List<String> source) {
        private static final String BETWEEN = "\t";
        private static final int BEFORE_THE_SOURCE = 3;

        public Assignment {
            source = List.copyOf(source);
        }

        /** Whether both are for the same release; the places of their sources may differ. */
        boolean isOfTheSameRelease(Assignment other) {
            return build.equals(other.build) && directory.equals(other.directory);
        }

        /** Writes it as one line of text; fields are encoded, since a release file may name directories in any way. */
        String line() {
            return Stream.concat(Stream.of(build, directory, subdirectory), source.stream())
                    .map(field -> URLEncoder.encode(field, StandardCharsets.UTF_8))
                    .collect(Collectors.joining(BETWEEN));
        }

        static Assignment of(String line) {
            List<String> fields = Stream.of(line.split(BETWEEN, -1))
                    .map(field -> URLDecoder.decode(field, StandardCharsets.UTF_8))
                    .toList();
            if (fields.size() <= BEFORE_THE_SOURCE) {
                throw new IllegalArgumentException("fields are missing");
            }
            return new Assignment(
                    fields.get(0), fields.get(1), fields.get(2), fields.subList(BEFORE_THE_SOURCE, fields.size()));
        }
    }

    /** All assignments, oldest first. */
    public synchronized List<Assignment> all() {
        List<Assignment> all = new ArrayList<>();
        for (String line : lines()) {
            read(line)
                    .filter(each -> all.stream().noneMatch(each::isOfTheSameRelease))
                    .ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    /** Adds an assignment, unless its release has one: the one from the release's beginning is more complete. */
    synchronized void add(Assignment assignment) {
        List<Assignment> all = all();
        if (all.stream().noneMatch(assignment::isOfTheSameRelease)) {
            write(Stream.concat(all.stream(), Stream.of(assignment)).toList());
        }
    }

    /** Removes the assignment for the same release, if there is one. */
    public synchronized void remove(Assignment assignment) {
        List<Assignment> all = all();
        List<Assignment> left = all.stream()
                .filter(each -> !each.isOfTheSameRelease(assignment))
                .toList();
        if (left.size() < all.size()) {
            write(left);
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(file)
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read which releases are under way", e);
        }
    }

    private Optional<Assignment> read(String line) {
        try {
            return Optional.of(Assignment.of(line));
        } catch (RuntimeException e) {
            if (unreadable.add(line)) {
                LOGGER.log(
                        Level.WARNING,
                        e,
                        () -> "A release that was under way is not taken up again, since this line of " + file
                                + " can't be read: " + line);
            }
            return Optional.empty();
        }
    }

    private void write(List<Assignment> all) {
        String text = all.stream().map(each -> each.line() + "\n").collect(Collectors.joining());
        try {
            PrivateFiles.replace(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write down which releases are under way", e);
        }
    }
}
