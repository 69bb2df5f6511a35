package io.kuberelease.app.log;

import io.kuberelease.view.ReleaseConclusion;
import java.util.ArrayList;
import java.util.List;

/** Writes the last lines on a release: how it ended, and the next command. */
public final class ResultText {
    private ResultText() {}

    public static List<Line> of(ReleaseConclusion releaseConclusion, int width) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.EMPTY);
        List<String> headline = Wrapped.text(releaseConclusion.headline(), Math.max(20, width - 2));
        lines.add(Marks.of(releaseConclusion.phase()).and(" " + headline.get(0), Style.BOLD));
        headline.subList(1, headline.size()).forEach(text -> lines.add(Line.of("  " + text, Style.BOLD)));
        for (String remark : releaseConclusion.remarks()) {
            Wrapped.text(remark, Math.max(20, width - 2)).forEach(text -> lines.add(Line.of("  " + text, Style.PLAIN)));
        }
        releaseConclusion
                .command()
                .ifPresent(command -> lines.add(Line.of("  " + releaseConclusion.commandLabel() + ": ", Style.PLAIN)
                        .and(command, Style.CYAN)));
        return lines;
    }
}
