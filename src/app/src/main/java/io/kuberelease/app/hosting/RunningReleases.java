package io.kuberelease.app.hosting;

import io.kuberelease.app.AbortRequestFile;
import io.kuberelease.app.Closings;
import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.app.Threads;
import io.kuberelease.app.hosting.Assignments.Assignment;
import io.kuberelease.engine.RunResult;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The releases that a host runs, each known by its directory and open once. Their state is in their journals, not here.
 */
public final class RunningReleases implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(RunningReleases.class.getName());

    private final Map<Path, RunningRelease> byDirectory = new ConcurrentHashMap<>();
    private final Assignments assignments;
    private final Threads threads;
    private volatile boolean closed;

    /**
     * @param assignments survive a restart
     */
    public RunningReleases(Assignments assignments, Threads threads) {
        this.assignments = assignments;
        this.threads = threads;
    }

    /**
     * Runs a release whose journal holds the plan, or resumes it where its journal ends. If it is running already, this
     * only joins it. Blocks until it is running, or waits to be opened, or could not be opened.
     *
     * @param directory the release's
     * @param opening opens and starts it; called again while something does not answer
     * @param leave releases what the release occupies outside of it
     * @param told receives messages on what is waited for
     * @return completes when the release is over; exceptionally when it can't be carried out, for example with {@link
     *     io.kuberelease.model.ReleaseException} when another process runs it
     */
    public CompletableFuture<RunResult> carryOut(
            Path directory,
            Assignment assignment,
            Supplier<RunningRelease.Carried> opening,
            Runnable leave,
            Consumer<String> told) {
        RunningRelease fresh =
                new RunningRelease(directory, opening, new Entry(directory, assignment, leave), threads, told);
        RunningRelease known = byDirectory.putIfAbsent(directory, fresh);
        if (known == null) {
            fresh.live();
            return fresh.over();
        }
        return known.over();
    }

    /** One release, in the list of running releases and in the one that survives restarts. */
    private final class Entry implements RunningRelease.Register {
        private final Path directory;
        private final Assignment assignment;
        private final Runnable leave;

        private Entry(Path directory, Assignment assignment, Runnable leave) {
            this.directory = directory;
            this.assignment = assignment;
            this.leave = leave;
        }

        @Override
        public void add() {
            assignments.add(assignment);
        }

        @Override
        public void remove(RunningRelease over) {
            // Another one may be in the directory by now.
            byDirectory.remove(directory, over);
            Closings.all(List.of(leave, () -> assignments.remove(assignment)));
        }

        @Override
        public boolean isClosed() {
            return closed;
        }
    }

    /** The releases that have begun and not ended, whether or not they are running here. */
    public List<Assignment> assignments() {
        return assignments.all();
    }

    /** Removes a release that will not be resumed. */
    public void forget(Assignment assignment) {
        assignments.remove(assignment);
    }

    /** The release in the directory; absent unless it is open here. */
    public Optional<OpenRelease> find(Path directory) {
        return Optional.ofNullable(byDirectory.get(directory)).flatMap(RunningRelease::opened);
    }

    /** Whether the release in the directory is running here, or being opened. */
    public boolean isAlive(Path directory) {
        return byDirectory.containsKey(directory);
    }

    /**
     * Aborts a release, whether it is running, being opened, or not begun: then it never begins. A running one still
     * cleans up. Does not wait for the end.
     *
     * @return whether it is running here, or being opened, and so comes to its end by itself
     */
    public boolean abort(Path directory, String by) {
        // Written first: another thread that opens the release now reads the note after the release is listed here.
        leaveNote(directory, by);
        Optional<RunningRelease> release = Optional.ofNullable(byDirectory.get(directory));
        release.flatMap(RunningRelease::opened).ifPresent(open -> open.run().abort(by));
        return release.isPresent();
    }

    /** A failure is only logged, since a running release is told of the abort without the note. */
    private static void leaveNote(Path directory, String by) {
        try {
            new AbortRequestFile(directory).write(by);
        } catch (UncheckedIOException e) {
            LOGGER.log(Level.WARNING, "The abort of a release would be forgotten if this process ended now", e);
        }
    }

    /** Whether the host is shutting down: releases are interrupted then, without ending. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Closes all releases without ending them, with their journals free to be opened again: they are resumed when the
     * host is back.
     *
     * @throws RuntimeException the first problem, with the others suppressed in it; the rest is closed all the same
     */
    @Override
    public void close() {
        closed = true;
        Closings.all(byDirectory.values().stream()
                .<Runnable>map(release -> release::rest)
                .toList());
    }
}
