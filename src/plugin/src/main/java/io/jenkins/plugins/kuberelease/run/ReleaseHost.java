package io.jenkins.plugins.kuberelease.run;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.TermMilestone;
import hudson.init.Terminator;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.Workplace;
import io.jenkins.plugins.kuberelease.wiring.Threads;
import io.kuberelease.engine.Ending;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** The releases that are under way on this controller. What they are is in their journals; this holds none of it. */
@Extension
public final class ReleaseHost {
    private static final Logger LOGGER = Logger.getLogger(ReleaseHost.class.getName());
    private static final String FILE = "io.jenkins.plugins.kuberelease.underway";

    private final Threads threads = new Threads();
    private final Opening opening = new Opening(threads);
    private final Assignments assignments =
            new Assignments(Jenkins.get().getRootDir().toPath().resolve(FILE));
    private final UnderWay underWay = new UnderWay();
    private volatile boolean resting;

    /** The one host. */
    public static ReleaseHost get() {
        return ExtensionList.lookupSingleton(ReleaseHost.class);
    }

    /**
     * Begins a release whose journal holds the plan, or takes it up where its journal ends. One that is under way
     * already is only joined.
     *
     * @param place where its image is built
     * @param listener where its progress is written
     * @throws io.kuberelease.model.ReleaseException when another process carries it on, or its cluster does not answer
     */
    public CompletableFuture<Ending> carryOut(
            Run<?, ?> run, Assignment assignment, Workplace place, TaskListener listener) {
        Path directory = assignment.path(run);
        assignments.add(assignment);
        Hosted hosted = underWay.join(
                directory, absent -> opening.open(run, directory, place, assignment.subdirectory(), listener));
        CompletableFuture<Ending> told = new CompletableFuture<>();
        CompletableFuture<?> unused = hosted.ending().whenComplete((ending, problem) -> {
            if (!resting) {
                underWay.remove(directory, hosted);
                assignments.remove(assignment);
                tell(told, ending, problem);
            }
        });
        return told;
    }

    private static void tell(CompletableFuture<Ending> told, Ending ending, @Nullable Throwable problem) {
        if (problem == null) {
            told.complete(ending);
        } else {
            told.completeExceptionally(problem);
        }
    }

    /** The releases that were begun and have not ended, under way or not. */
    Set<Assignment> assignments() {
        return assignments.all();
    }

    /** It will not be taken up again. */
    void forget(Assignment assignment) {
        assignments.remove(assignment);
    }

    /** The release in the directory, while it is under way here. */
    Optional<Hosted> find(Path directory) {
        return underWay.find(directory);
    }

    /**
     * Ends a release early.
     *
     * @return whether it was under way
     */
    public boolean abort(Path directory, String by) {
        Optional<Hosted> hosted = find(directory);
        hosted.ifPresent(release -> release.run().abort(by));
        return hosted.isPresent();
    }

    /** Where the releases of a build are kept, each in a directory of its own. */
    public static Path directoriesOf(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve("kube-release");
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
