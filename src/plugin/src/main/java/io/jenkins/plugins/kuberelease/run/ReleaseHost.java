package io.jenkins.plugins.kuberelease.run;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.TermMilestone;
import hudson.init.Terminator;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.AccessProvider;
import io.jenkins.plugins.kuberelease.wiring.JenkinsThreads;
import io.kuberelease.app.AbortNote;
import io.kuberelease.app.Closings;
import io.kuberelease.app.Host;
import io.kuberelease.app.OpenRelease;
import io.kuberelease.app.ReleaseRunner;
import io.kuberelease.app.RunningRelease;
import io.kuberelease.app.RunningRelease.Carried;
import io.kuberelease.app.RunningReleases;
import io.kuberelease.app.Threads;
import io.kuberelease.engine.RunResult;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** The releases that are running on this controller. Their state is in their journals, not here. */
@Extension
public final class ReleaseHost {
    private static final Logger LOGGER = Logger.getLogger(ReleaseHost.class.getName());
    private static final String FILE = "io.jenkins.plugins.kuberelease.underway";

    private final Threads threads = JenkinsThreads.start();
    private final ReleaseRunner runner = new ReleaseRunner(threads, Clock.systemUTC());
    private final Assignments assignments =
            new Assignments(Jenkins.get().getRootDir().toPath().resolve(FILE));
    private final RunningReleases underWay = new RunningReleases();
    private volatile boolean resting;

    /** The only instance. */
    public static ReleaseHost get() {
        return ExtensionList.lookupSingleton(ReleaseHost.class);
    }

    /**
     * Begins a release whose journal holds the plan, or resumes it where its journal ends. If it is running already,
     * this only joins it. Blocks until it is running, or waits to be opened, or could not be opened.
     *
     * @param place where to build its image
     * @param listener receives its log
     * @return completes when the release is over; exceptionally when it can't be carried out, for example with {@link
     *     io.kuberelease.model.ReleaseException} when another process runs it
     */
    public CompletableFuture<RunResult> carryOut(
            Run<?, ?> run, Assignment assignment, SourceWorkspace place, TaskListener listener) {
        Path directory = assignment.path(run);
        RunningRelease fresh = new RunningRelease(
                directory,
                () -> Carried.on(runner.adopt(
                        directory, List.of(), host(run, directory, place, assignment.subdirectory(), listener))),
                new Entry(directory, assignment, place),
                threads,
                line -> listener.getLogger().println("[kube-release] " + line));
        RunningRelease release = underWay.join(directory, fresh);
        if (release.equals(fresh)) {
            release.live();
        }
        return release.over();
    }

    private Host host(
            Run<?, ?> run, Path directory, SourceWorkspace place, String subdirectory, TaskListener listener) {
        Access access = ExtensionList.lookupFirst(AccessProvider.class).of(run);
        return new JenkinsHost(run, directory, place, subdirectory, access, threads, listener);
    }

    /** One release, in the list of running releases and in the one that survives restarts. */
    private final class Entry implements RunningRelease.Register {
        private final Path directory;
        private final Assignment assignment;
        private final SourceWorkspace place;

        private Entry(Path directory, Assignment assignment, SourceWorkspace place) {
            this.directory = directory;
            this.assignment = assignment;
            this.place = place;
        }

        @Override
        public void add() {
            assignments.add(assignment);
        }

        @Override
        public void remove(RunningRelease life) {
            underWay.remove(directory, life);
            Closings.all(List.of(place::leave, () -> assignments.remove(assignment)));
        }

        @Override
        public boolean isClosed() {
            return resting;
        }
    }

    /** The releases that have begun and not ended, whether or not they are running. */
    List<Assignment> assignments() {
        return assignments.all();
    }

    /** Removes a release that will not be resumed. */
    void forget(Assignment assignment) {
        assignments.remove(assignment);
    }

    /** The release in the directory; absent unless it is open here. */
    Optional<OpenRelease> find(Path directory) {
        return underWay.find(directory).flatMap(RunningRelease::opened);
    }

    /** Whether the release in the directory is running here, or being opened. */
    boolean isAlive(Path directory) {
        return underWay.find(directory).isPresent();
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
        Optional<RunningRelease> life = underWay.find(directory);
        life.flatMap(RunningRelease::opened).ifPresent(release -> release.run().abort(by));
        return life.isPresent();
    }

    /** A failure is only logged, since a running release is told of the abort without the note. */
    private static void leaveNote(Path directory, String by) {
        try {
            new AbortNote(directory).write(by);
        } catch (UncheckedIOException e) {
            LOGGER.log(Level.WARNING, "The abort of a release would be forgotten if Jenkins ended now", e);
        }
    }

    /** The directory with the releases of a build, each in a directory of its own. */
    public static Path directoriesOf(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve("kube-release");
    }

    /** Whether Jenkins is shutting down: releases are interrupted then, without ending. */
    public boolean isClosed() {
        return resting;
    }

    /** The threads of all releases. */
    public Threads threads() {
        return threads;
    }

    /**
     * Closes all releases as if Jenkins were killed, but with their journals free to be opened again: they are resumed
     * when Jenkins is back. An interruption here is not the end of a release, so it is neither reported nor written
     * down.
     */
    @Terminator(before = TermMilestone.COMPLETED)
    public static void rest() {
        ReleaseHost host = get();
        host.resting = true;
        try {
            host.underWay.close();
        } catch (RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    "Not everything of the releases under way could be closed; they are taken up when Jenkins is back",
                    e);
        } finally {
            host.threads.close();
        }
    }
}
