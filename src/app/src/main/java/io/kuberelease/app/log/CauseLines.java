package io.kuberelease.app.log;

import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import io.kuberelease.view.Phase;
import java.util.ArrayList;
import java.util.List;

/** Writes a cause as lines: what happened, the evidence, and what to do. */
public final class CauseLines {
    private static final int MOST_LINES = 30;

    private CauseLines() {}

    /**
     * Writes the lines that explain a cause.
     *
     * @param phase of the cause's group; evidence is shown only for a failed one, since before another try it would be
     *     noise
     * @param missing lines on resources that were not ready at the failure
     * @param width columns for prose; evidence is not wrapped
     */
    public static List<Line> of(Cause cause, Phase phase, List<Line> missing, int width) {
        List<Line> lines = new ArrayList<>();
        boolean failed = phase == Phase.FAILED;
        Wrapped.text(cause.summary(), width).forEach(text -> lines.add(Line.of(text, failed ? Style.RED : Style.DIM)));
        if (failed) {
            lines.addAll(missing);
            cause.evidence().forEach(evidence -> lines.addAll(of(evidence)));
        }
        cause.suggestion().ifPresent(advice -> Wrapped.text("Perhaps you should " + advice + ".", width)
                .forEach(text -> lines.add(Line.of(text, failed ? Style.BOLD : Style.DIM))));
        return lines;
    }

    private static List<Line> of(Evidence evidence) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(evidence.title() + ":", Style.DIM));
        List<String> seen = evidence.lines();
        int left = Math.max(0, seen.size() - MOST_LINES);
        if (left > 0) {
            lines.add(Line.of("│ … " + left + (left == 1 ? " line" : " lines") + " before", Style.DIM));
        }
        seen.subList(left, seen.size())
                .forEach(text -> lines.add(Line.of("│ ", Style.DIM).and(text, Style.PLAIN)));
        return lines;
    }
}
