package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.PlainLog;
import io.kuberelease.app.log.Style;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.view.Durations;
import io.kuberelease.view.Group;
import io.kuberelease.view.StageText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints the plan of a release: each group, what it waits for, its steps, and who approves. */
public final class PlanPrinter {
    private final Palette palette;

    public PlanPrinter(Palette palette) {
        this.palette = palette;
    }

    /** The plan as lines; the last one has no line end. */
    public String print(ReleasePlan plan) {
        return palette.print(lines(plan));
    }

    static List<Line> lines(ReleasePlan plan) {
        List<Group> groups = Group.of(plan);
        int names =
                groups.stream().mapToInt(group -> group.name().length()).max().orElse(0);
        Map<String, Set<String>> before = before(plan, groups);
        List<Line> lines = new ArrayList<>();
        lines.add(PlainLog.header(plan));
        plan.notes().forEach(note -> lines.add(PlainLog.note(note)));
        for (Group group : groups) {
            lines.add(Line.EMPTY);
            lines.add(Line.of("  " + group.name(), Style.BOLD)
                    .padded(2 + names + 3)
                    .and(turn(before.getOrDefault(group.name(), Set.of()), before), Style.PLAIN)
                    .and(approval(plan, group), Style.YELLOW));
            for (Stage stage : group.stages()) {
                lines.add(Line.of(" ".repeat(2 + names + 3), Style.PLAIN)
                        .and(StageText.of(stage.task()).planned(), Style.DIM));
            }
        }
        return lines;
    }

    /** The groups that each group's stages wait for. */
    private static Map<String, Set<String>> before(ReleasePlan plan, List<Group> groups) {
        Map<StageId, String> groupOf = plan.stages().stream().collect(Collectors.toMap(Stage::id, Group::nameOf));
        Map<String, Set<String>> before = new TreeMap<>();
        for (Group group : groups) {
            before.put(
                    group.name(),
                    group.stages().stream()
                            .flatMap(stage -> stage.trigger().stages().stream())
                            .map(groupOf::get)
                            .filter(name -> !name.equals(group.name()))
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        return before;
    }

    /** Names the groups to wait for, without those that another one of them waits for already. */
    private static String turn(Set<String> direct, Map<String, Set<String>> before) {
        List<String> named = direct.stream()
                .filter(name -> direct.stream()
                        .noneMatch(other -> !other.equals(name)
                                && before.getOrDefault(other, Set.of()).contains(name)))
                .toList();
        return named.isEmpty() ? "at once" : "after " + String.join(" and ", named);
    }

    private static String approval(ReleasePlan plan, Group group) {
        return group.environment()
                .flatMap(plan::approval)
                .map(asked -> asked.task().rule())
                .map(rule -> ", needs approval"
                        + (rule.by().isEmpty() ? "" : " by " + String.join(" or ", rule.by()))
                        + " within " + Durations.limit(rule.within()))
                .orElse("");
    }
}
