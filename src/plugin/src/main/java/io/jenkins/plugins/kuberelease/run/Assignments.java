package io.jenkins.plugins.kuberelease.run;

import hudson.util.AtomicFileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** The releases that this controller has begun and not ended, in a file that outlives it. */
final class Assignments {
    private final Path file;

    Assignments(Path file) {
        this.file = file;
    }

    /** All there are, oldest first. */
    synchronized Set<Assignment> all() {
        try {
            Set<Assignment> all = new LinkedHashSet<>();
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(line -> all.add(Assignment.of(line)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read which releases are under way", e);
        }
    }

    synchronized void add(Assignment assignment) {
        Set<Assignment> all = all();
        if (all.add(assignment)) {
            write(all);
        }
    }

    synchronized void remove(Assignment assignment) {
        Set<Assignment> all = all();
        if (all.remove(assignment)) {
            write(all);
        }
    }

    private void write(Set<Assignment> all) {
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
