package io.jenkins.plugins.kuberelease.page;

import hudson.model.Action;
import hudson.model.BuildBadgeAction;
import hudson.model.Run;
import io.kuberelease.view.TextSanitizer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows on a build's page why one of its steps failed, also when no release with a page of its own was begun: that is
 * where people look first at a red build.
 */
public final class StepFailureAction implements Action, BuildBadgeAction {
    /** A limit, since a build's page is not a console, which has the rest. */
    private static final int MOST_LINES = 60;

    private static final int LONGEST_LINE = 500;

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
        StepFailureAction told = new StepFailureAction(step, bounded(why));
        synchronized (run) {
            boolean known = run.getActions(StepFailureAction.class).stream().anyMatch(told::says);
            if (known) {
                return;
            }
            run.addAction(told);
        }
        run.save();
    }

    private static List<String> bounded(String why) {
        List<String> all = why.lines().map(StepFailureAction::cut).collect(Collectors.toList());
        if (all.size() <= MOST_LINES) {
            return all;
        }
        List<String> first = all.stream().limit(MOST_LINES).collect(Collectors.toList());
        first.add("(" + (all.size() - MOST_LINES) + " more lines in the console)");
        return first;
    }

    private static String cut(String line) {
        String harmless = TextSanitizer.text(line);
        return harmless.length() <= LONGEST_LINE ? harmless : harmless.substring(0, LONGEST_LINE) + "…";
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

    @Override
    public @Nullable String getIconFileName() {
        return null;
    }

    @Override
    public @Nullable String getDisplayName() {
        return null;
    }

    @Override
    public @Nullable String getUrlName() {
        return null;
    }
}
