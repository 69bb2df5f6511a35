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

/** The releases that are under way on this controller. What they are is in their journals; this holds none of it. */
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

    /** The one host. */
    public static ReleaseHost get() {
        return ExtensionList.lookupSingleton(ReleaseHost.class);
    }

    /**
     * Begins a release whose journal holds the plan, or takes it up where its journal ends. One that lives already is
     * only joined. Blocks until it is under way, or waits, or could not be opened.
     *
     * @param place where its image is built
     * @param listener where its progress is written
     * @return completes when it is over; exceptionally when it can't be carried out, for example with {@link
     *     io.kuberelease.model.ReleaseException} when another process does
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

    private Host host(Run<?, ?> run, Path directory, SourceWorkspace place, String subdirectory, TaskListener listener) {
        Access access = ExtensionList.lookupFirst(AccessProvider.class).of(run);
        return new JenkinsHost(run, directory, place, subdirectory, access, threads, listener);
    }

    /** Of one release, among those that live here and in the list that outlives them. */
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

    /** The releases that were begun and have not ended, under way or not. */
    List<Assignment> assignments() {
        return assignments.all();
    }

    /** It will not be taken up again. */
    void forget(Assignment assignment) {
        assignments.remove(assignment);
    }

    /** The release in the directory, while it is under way here. */
    Optional<OpenRelease> find(Path directory) {
        return underWay.find(directory).flatMap(RunningRelease::opened);
    }

    /** Whether the release in the directory lives here, also when it is not open yet. */
    boolean isAlive(Path directory) {
        return underWay.find(directory).isPresent();
    }

    /**
     * Ends a release early, whether it is under way, being opened, or not even assigned: then it never begins. What is
     * open is tidied up. Returns at once.
     *
     * @return whether it lives here, and comes to its end
     */
    public boolean abort(Path directory, String by) {
        // Written first: whoever sets it in motion at this moment reads it after it is known here.
        leaveNote(directory, by);
        Optional<RunningRelease> life = underWay.find(directory);
        life.flatMap(RunningRelease::opened).ifPresent(release -> release.run().abort(by));
        return life.isPresent();
    }

    /** What is under way hears of it without the note. */
    private static void leaveNote(Path directory, String by) {
        try {
            new AbortNote(directory).write(by);
        } catch (UncheckedIOException e) {
            LOGGER.log(Level.WARNING, "The abort of a release would be forgotten if Jenkins ended now", e);
        }
    }

    /** Where the releases of a build are kept, each in a directory of its own. */
    public static Path directoriesOf(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve("kube-release");
    }

    /** Whether Jenkins goes down, and takes with it what is under way without ending it. */
    public boolean isClosed() {
        return resting;
    }

    /** For work that blocks. */
    public Threads threads() {
        return threads;
    }

    /**
     * As if killed, but with the journals free for the next one: what is under way is taken up when Jenkins is back.
     * What is torn off here is no end of a release, so nobody is told of it, and it can't be written down any more.
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
