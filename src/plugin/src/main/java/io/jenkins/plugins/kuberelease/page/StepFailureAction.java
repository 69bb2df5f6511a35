package io.jenkins.plugins.kuberelease.page;

import hudson.model.BuildBadgeAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.kuberelease.app.page.StepFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows on a build's page why one of its steps failed, also when no release with a page of its own was begun: that is
 * where people look first at a red build.
 */
public final class StepFailureAction extends InvisibleAction implements BuildBadgeAction {
    private final String step;
    private final List<String> lines;

    private StepFailureAction(String step, List<String> lines) {
        this.step = step;
        this.lines = lines;
    }

    /**
     * Adds the message to the build and saves it. Does nothing when the step has that message already.
     *
     * @param step as a Jenkinsfile calls it
     * @param why the message, without secrets; may have several lines
     */
    public static void on(Run<?, ?> run, String step, String why) throws IOException {
        StepFailureAction told = new StepFailureAction(step, new ArrayList<>(StepFailure.lines(why)));
        synchronized (run) {
            boolean known = run.getActions(StepFailureAction.class).stream().anyMatch(told::says);
            if (known) {
                return;
            }
            run.addAction(told);
        }
        run.save();
    }

    private boolean says(StepFailureAction other) {
        return step.equals(other.step) && lines.equals(other.lines);
    }

    /** Used by the Jelly view: the step that failed. */
    public String getStep() {
        return step;
    }

    /** Used by the Jelly view: the message, in lines. */
    public String getText() {
        return String.join("\n", lines);
    }

    /** Used in lists of builds: the first line, which says most. */
    public String getFirst() {
        return step + ": " + lines.stream().findFirst().orElse("");
    }
}
