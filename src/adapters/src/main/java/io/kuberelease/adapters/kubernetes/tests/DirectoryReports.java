package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Keeps reports as files in one directory, under sanitised names that can't lead out of it. */
public final class DirectoryReports implements ReportsKeeper {
    private static final int LONGEST_NAME = 120;

    private final Path directory;

    /**
     * @param directory created when the first report is kept
     */
    public DirectoryReports(Path directory) {
        this.directory = directory;
    }

    @Override
    public void keep(String name, byte[] xml) {
        String plain = name.replaceAll("[^A-Za-z0-9.-]+", "_");
        String kept = plain.substring(Math.max(0, plain.length() - LONGEST_NAME));
        Path file = directory.resolve("TEST-" + Integer.toHexString(name.hashCode()) + "-" + kept);
        try {
            Files.createDirectories(directory);
            Files.write(file, xml);
        } catch (IOException e) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "can't keep test report " + file + ": " + e.getMessage()),
                    Duration.ZERO,
                    e);
        }
    }
}
