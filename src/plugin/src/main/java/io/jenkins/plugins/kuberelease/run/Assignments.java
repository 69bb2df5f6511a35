package io.jenkins.plugins.kuberelease.run;

import hudson.util.AtomicFileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Stream;

/**
 * The releases that this controller has begun and that have not ended, in a file that survives restarts; each release
 * once. A line that can't be read is logged and skipped, so that the other releases are still resumed.
 */
final class Assignments {
    private static final Logger LOGGER = Logger.getLogger(Assignments.class.getName());

    private final Path file;
    private final Set<String> unreadable = new HashSet<>();

    Assignments(Path file) {
        this.file = file;
    }

    /** All assignments, oldest first. */
    synchronized List<Assignment> all() {
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
    synchronized void remove(Assignment assignment) {
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
        try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
            for (Assignment assignment : all) {
                writer.write(assignment.line() + "\n");
            }
            writer.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("can't write down which releases are under way", e);
        }
    }
}
