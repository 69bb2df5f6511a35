package io.jenkins.plugins.kuberelease.run;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.AgentAllocation;
import io.jenkins.plugins.kuberelease.agent.SourcePlace;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.kuberelease.app.Unattended;
import io.kuberelease.app.hosting.Assignments.Assignment;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Resumes releases whose build has ended without them: a controller that was killed may come back without the pipeline
 * of a build, and the build then ends. The release goes on by itself; its log is a file beside its journal.
 */
@Extension
public final class Orphans extends AsyncPeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(Orphans.class.getName());
    private static final long FIRST_SECONDS = 5;
    private static final long PERIOD_SECONDS = 15;

    public Orphans() {
        super("kube-release: releases without a build");
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.SECONDS.toMillis(PERIOD_SECONDS);
    }

    @Override
    public long getInitialDelay() {
        return TimeUnit.SECONDS.toMillis(FIRST_SECONDS);
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    /** Skips builds that are still running: their steps resume their own releases. */
    @Override
    protected void execute(TaskListener listener) {
        ReleaseHost.get().releases().orphans(Run::isBuilding, Orphans::takeUp);
    }

    private static void takeUp(Run<?, ?> run, Assignment assignment) {
        try {
            ReleaseAction.attachTo(run);
            SourcePlace source = SourcePlace.of(assignment.source());
            Unattended.then(
                    ReleaseHost.get()
                            .carryOutAlone(run, assignment, console -> new AgentAllocation(run, source, console)),
                    (runResult, problem) -> tell(run, problem));
            LOGGER.info(() -> "The release of " + run + " goes on without its build");
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "The release of " + run + " could not be taken up; tried again in " + PERIOD_SECONDS + " s");
        }
    }

    private static void tell(Run<?, ?> run, @Nullable Throwable problem) {
        if (problem != null) {
            LOGGER.log(Level.WARNING, problem, () -> "The release of " + run + " could not go on without its build");
        }
    }
}
