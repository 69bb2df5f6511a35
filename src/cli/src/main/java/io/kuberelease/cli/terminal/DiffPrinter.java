package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.Style;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import java.util.ArrayList;
import java.util.List;

/** Prints the changes in an environment, resource by resource. */
public final class DiffPrinter {
    private final Palette palette;

    public DiffPrinter(Palette palette) {
        this.palette = palette;
    }

    /** The diff as lines; the last one has no line end. */
    public String print(EnvironmentDiff diff) {
        return palette.print(lines(diff));
    }

    /** The changes of resources as lines; the last one has no line end. */
    public String print(List<ResourceChange> changes) {
        if (changes.isEmpty()) {
            return palette.print(List.of(Line.of("Nothing differs.", Style.PLAIN)));
        }
        List<Line> lines = new ArrayList<>();
        changes.forEach(change -> lines.addAll(of(change)));
        lines.add(total(changes).and("; secrets are hidden", Style.DIM));
        return palette.print(lines);
    }

    static List<Line> lines(EnvironmentDiff diff) {
        String against = diff.revision() == 0 ? "nothing is deployed yet" : "against revision " + diff.revision();
        if (diff.unchanged()) {
            return List.of(Line.of("Nothing changes, " + against + ".", Style.PLAIN));
        }
        List<Line> lines = new ArrayList<>();
        diff.changes().forEach(change -> lines.addAll(of(change)));
        lines.add(total(diff.changes()).and(", " + against + "; secrets are hidden", Style.DIM));
        return lines;
    }

    private static List<Line> of(ResourceChange change) {
        List<Line> lines = new ArrayList<>();
        lines.add(title(change));
        change.lines().forEach(text -> lines.add(Line.of("  ", Style.PLAIN).and(text, style(text))));
        lines.add(Line.EMPTY);
        return lines;
    }

    private static Line title(ResourceChange change) {
        Line what =
                switch (change.kind()) {
                    case ADDED -> Line.of("+ ", Style.GREEN).and("added    ", Style.GREEN);
                    case CHANGED -> Line.of("~ ", Style.YELLOW).and("changed  ", Style.YELLOW);
                    case REMOVED -> Line.of("- ", Style.RED).and("removed  ", Style.RED);
                };
        return what.and(change.resource().display(), Style.BOLD)
                .and("  " + change.resource().namespace(), Style.DIM);
    }

    private static Style style(String line) {
        if (line.startsWith("@@") || line.startsWith("+++") || line.startsWith("---")) {
            return Style.CYAN;
        }
        if (line.startsWith("+")) {
            return Style.GREEN;
        }
        return line.startsWith("-") ? Style.RED : Style.PLAIN;
    }

    private static Line total(List<ResourceChange> changes) {
        return Line.of(
                count(changes, EnvironmentDiff.Kind.ADDED) + " added, " + count(changes, EnvironmentDiff.Kind.CHANGED)
                        + " changed, " + count(changes, EnvironmentDiff.Kind.REMOVED) + " removed",
                Style.BOLD);
    }

    private static long count(List<ResourceChange> changes, EnvironmentDiff.Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }
}
