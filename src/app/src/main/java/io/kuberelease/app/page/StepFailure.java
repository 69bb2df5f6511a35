package io.kuberelease.app.page;

import io.kuberelease.view.TextSanitizer;
import java.util.ArrayList;
import java.util.List;

/** Why a step of a build failed, as its page shows it: the beginning, since that page is not the console. */
public final class StepFailure {
    private static final int MOST_LINES = 60;
    private static final int LONGEST_LINE = 500;

    private StepFailure() {}

    /**
     * The lines to show.
     *
     * @param why may have several lines
     */
    public static List<String> lines(String why) {
        List<String> all = why.lines().map(StepFailure::cut).toList();
        if (all.size() <= MOST_LINES) {
            return all;
        }
        List<String> first = new ArrayList<>(all.subList(0, MOST_LINES));
        first.add("(" + (all.size() - MOST_LINES) + " more lines in the console)");
        return first;
    }

    private static String cut(String line) {
        String harmless = TextSanitizer.text(line);
        return harmless.length() <= LONGEST_LINE ? harmless : harmless.substring(0, LONGEST_LINE) + "…";
    }
}
