package io.jenkins.plugins.kuberelease.run;

import hudson.model.Cause;
import hudson.model.Run;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Names the user behind a build, for the record. */
public final class StartedBy {
    private static final String NOBODY = "Jenkins";

    private StartedBy() {}

    /** The id of the user who started the build; {@code Jenkins} when a timer or a push did. */
    public static String of(Run<?, ?> run) {
        Cause.UserIdCause cause = run.getCause(Cause.UserIdCause.class);
        String user = cause == null ? null : cause.getUserId();
        return user == null ? NOBODY : user;
    }

    /** The id of the user who stopped a step; {@code Jenkins} when nobody did. */
    public static String whoStops(Throwable cause) {
        if (cause instanceof FlowInterruptedException interrupted) {
            for (CauseOfInterruption each : interrupted.getCauses()) {
                if (each instanceof CauseOfInterruption.UserInterruption user) {
                    return user.getUserId();
                }
            }
        }
        return NOBODY;
    }
}
