package io.kuberelease.view;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.view.StageText.Trait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stages that are shown as one line.
 *
 * @param stages in the plan's order, without those that only tidy up
 * @param tidying stages that tidy up; of interest only when they fail
 */
public record Group(StageGroup line, List<Stage> stages, List<Stage> tidying) {

    /** The part of the release that a group shows. */
    public enum Kind {
        SOURCE,
        ENVIRONMENT
    }

    public Group {
        stages = List.copyOf(stages);
        tidying = List.copyOf(tidying);
    }

    /** The plan's groups in the order in which they are shown: from the source to the last environment. */
    public static List<Group> of(ReleasePlan plan) {
        Map<StageGroup, List<Stage>> stages = new LinkedHashMap<>();
        for (StageGroup source : StageGroup.Source.values()) {
            stages.put(source, new ArrayList<>());
        }
        for (Stage stage : plan.stages()) {
            stages.computeIfAbsent(lineOf(stage), line -> new ArrayList<>()).add(stage);
        }
        return stages.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new Group(
                        entry.getKey(),
                        entry.getValue().stream()
                                .filter(stage -> !isTidying(stage))
                                .toList(),
                        entry.getValue().stream().filter(Group::isTidying).toList()))
                .toList();
    }

    /** {@code datastores}, {@code build}, {@code test}, {@code bundle}, or the environment's name. */
    public String name() {
        return line.title();
    }

    /** Whether the group shows an environment or a part of the way to the bundle. */
    public Kind kind() {
        return environment().isPresent() ? Kind.ENVIRONMENT : Kind.SOURCE;
    }

    /** The environment, if it is one. */
    public Optional<EnvironmentName> environment() {
        return line.environment();
    }

    /** The name of the group that shows this stage. */
    public static String nameOf(Stage stage) {
        return lineOf(stage).title();
    }

    private static StageGroup lineOf(Stage stage) {
        return StageText.of(stage.task()).group();
    }

    private static boolean isTidying(Stage stage) {
        return StageText.of(stage.task()).is(Trait.TIDYING);
    }
}
