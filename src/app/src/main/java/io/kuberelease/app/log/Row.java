package io.kuberelease.app.log;

import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.view.Details;
import io.kuberelease.view.Durations;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes one group: its line, and the lines below it. */
public final class Row {
    /** On a wide terminal times would stand too far from what they belong to. */
    private static final int READABLE = 80;

    private static final int MOST_RESOURCES = 8;

    /** Less than the names' indent, to leave room for log lines. */
    private static final int CAUSE_INDENT = 4;

    private final Details details;
    private final int names;
    private final int width;
    private final Instant now;

    /**
     * @param names columns of the longest name
     */
    public Row(Details details, int names, int width, Instant now) {
        this.details = details;
        this.names = names;
        this.width = Math.min(width, READABLE);
        this.now = now;
    }

    public Line of(GroupView view) {
        Style text = isQuiet(view) ? Style.DIM : Style.PLAIN;
        Line left = Marks.of(view.phase())
                .and(" " + view.name(), isQuiet(view) ? Style.DIM : nameStyle(view))
                .padded(indent())
                .and(facts(view, text));
        String time = time(view);
        int room = width - Columns.of(time) - 1;
        return time.isEmpty() ? left : left.cut(room).padded(room + 1).and(time, Style.DIM);
    }

    /** The lines below a group: resources and last output while it runs, and the cause of a problem. */
    public List<Line> below(GroupView view) {
        List<Line> lines = new ArrayList<>();
        if (view.phase() == Phase.RUNNING) {
            resources(view).forEach(line -> lines.add(indented(indent(), line)));
            logs(view).forEach(line -> lines.add(indented(indent(), line)));
        }
        view.cause()
                .map(cause -> CauseLines.of(cause, view.phase(), notReady(view), width - CAUSE_INDENT))
                .ifPresent(told -> told.forEach(line -> lines.add(indented(CAUSE_INDENT, line))));
        return lines;
    }

    private List<Line> logs(GroupView view) {
        return view.current().stream()
                .flatMap(stage -> details.logOf(stage.stage().id()).stream())
                .map(line -> Line.of("│ ", Style.DIM).and(line, Style.DIM))
                .toList();
    }

    private Line facts(GroupView view, Style style) {
        List<String> facts = new ArrayList<>(view.facts());
        view.current()
                .filter(stage -> view.phase() == Phase.RUNNING)
                .map(StageState::stage)
                .ifPresent(stage -> {
                    List<ResourceStatus> resources = details.resourcesOf(stage.id());
                    if (!resources.isEmpty()) {
                        facts.set(0, Resources.together(resources));
                    } else {
                        details.noteOf(stage.id()).ifPresent(note -> facts.set(0, note));
                    }
                });
        if (facts.isEmpty()) {
            return Line.EMPTY;
        }
        Style first = view.phase() == Phase.FAILED || view.phase() == Phase.WAITING ? Marks.style(view.phase()) : style;
        String rest = String.join("  ", facts.subList(1, facts.size()));
        return Line.of(facts.get(0), first).and(rest.isEmpty() ? "" : "  " + rest, Style.DIM);
    }

    /** Empty for a single resource, which is shown in the group's own line. */
    private List<Line> resources(GroupView view) {
        List<ResourceStatus> statuses = statuses(view);
        return statuses.size() == 1 ? List.of() : Resources.lines(statuses, MOST_RESOURCES);
    }

    private List<Line> notReady(GroupView view) {
        return Resources.lines(
                statuses(view).stream().filter(status -> !status.ready()).toList(), MOST_RESOURCES);
    }

    private List<ResourceStatus> statuses(GroupView view) {
        return view.stages().stream()
                .flatMap(stage -> details.resourcesOf(stage.stage().id()).stream())
                .toList();
    }

    private String time(GroupView view) {
        boolean told = view.phase() != Phase.PENDING && view.phase() != Phase.WAITING;
        return told ? view.took(now).map(Durations::words).orElse("") : "";
    }

    private static boolean isQuiet(GroupView view) {
        return view.phase() == Phase.PENDING || view.phase() == Phase.NOT_REACHED || view.phase() == Phase.UNCHANGED;
    }

    private static Style nameStyle(GroupView view) {
        return view.phase() == Phase.RUNNING || view.phase() == Phase.FAILED || view.phase() == Phase.WAITING
                ? Style.BOLD
                : Style.PLAIN;
    }

    private int indent() {
        return 2 + names + 3;
    }

    private static Line indented(int columns, Line line) {
        return Line.of(" ".repeat(columns), Style.PLAIN).and(line);
    }

    /** Writes a cause as lines: what happened, the evidence, and what to do. */
    private static final class CauseLines {
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
        static List<Line> of(Cause cause, Phase phase, List<Line> missing, int width) {
            List<Line> lines = new ArrayList<>();
            boolean failed = phase == Phase.FAILED;
            Wrapped.text(cause.summary(), width)
                    .forEach(text -> lines.add(Line.of(text, failed ? Style.RED : Style.DIM)));
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
}
