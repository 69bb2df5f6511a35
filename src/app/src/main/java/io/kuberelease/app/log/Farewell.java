package io.kuberelease.app.log;

import io.kuberelease.view.Closing;
import java.util.ArrayList;
import java.util.List;

/** The last lines on a release. */
public final class Farewell {
    private Farewell() {}

    public static List<Line> of(Closing closing, int width) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.EMPTY);
        List<String> headline = Wrapped.text(closing.headline(), Math.max(20, width - 2));
        lines.add(Marks.of(closing.phase()).and(" " + headline.get(0), Style.BOLD));
        headline.subList(1, headline.size()).forEach(text -> lines.add(Line.of("  " + text, Style.BOLD)));
        for (String remark : closing.remarks()) {
            Wrapped.text(remark, Math.max(20, width - 2)).forEach(text -> lines.add(Line.of("  " + text, Style.PLAIN)));
        }
        closing.command()
                .ifPresent(command -> lines.add(Line.of("  " + closing.commandLabel() + ": ", Style.PLAIN)
                        .and(command, Style.CYAN)));
        return lines;
    }
}
