package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.PlainLog;
import io.kuberelease.app.log.Row;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.view.Details;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The picture of a release on a terminal at one moment: a header, one line for each group, and details below a group. A
 * pure function of its components.
 *
 * @param hidden groups to leave out because they are printed further up already; if there are any, the header is too
 * @param width columns of the terminal
 * @param detailLines the most lines below a group
 */
record Screen(ReleaseState state, Details details, Set<String> hidden, int width, int detailLines, Instant now) {
    static final int ALL_DETAILS = Integer.MAX_VALUE;

    Screen {
        hidden = Set.copyOf(hidden);
    }

    /** All lines, for a terminal of that width. */
    static List<Line> of(ReleaseState state, Details details, int width, Instant now) {
        return new Screen(state, details, Set.of(), width, ALL_DETAILS, now).lines();
    }

    /** At most so many lines: first details are left out, then lines from the top. */
    List<Line> fitting(int rows) {
        List<Line> lines = lines();
        for (int limit : new int[] {12, 6, 3, 1, 0}) {
            if (lines.size() <= rows) {
                return lines;
            }
            lines = new Screen(state, details, hidden, width, limit, now).lines();
        }
        return lines.size() <= rows ? lines : lines.subList(lines.size() - rows, lines.size());
    }

    List<Line> lines() {
        return whole().stream().map(line -> line.cut(width)).toList();
    }

    /** All lines, without cutting off evidence: for a picture that stays. */
    List<Line> whole() {
        List<GroupView> groups = GroupView.all(state);
        int names = groups.stream().mapToInt(view -> view.name().length()).max().orElse(0);
        Row row = new Row(details, names, width, now);
        List<Line> lines = new ArrayList<>();
        if (hidden.isEmpty()) {
            lines.add(PlainLog.header(state.plan()).cut(width));
        }
        for (GroupView view : groups) {
            if (!hidden.contains(view.name())) {
                lines.add(row.of(view).cut(width));
                lines.addAll(shortened(row.below(view)));
            }
        }
        details.troubles()
                .forEach((sink, why) -> lines.add(PlainLog.trouble(sink, why).cut(width)));
        return lines;
    }

    /** The names of the groups that are done. */
    static Set<String> settled(ReleaseState state) {
        return GroupView.all(state).stream()
                .filter(view -> view.phase() == Phase.DONE || view.phase() == Phase.UNCHANGED)
                .map(GroupView::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Line> shortened(List<Line> below) {
        return below.subList(0, Math.min(below.size(), detailLines));
    }
}
