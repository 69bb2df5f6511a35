package io.kuberelease.view;

import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stages that are shown as one line.
 *
 * @param name {@code datastores}, {@code build}, {@code test}, {@code bundle}, or the environment's name
 * @param kind whether it is an environment
 * @param stages in the plan's order, without those that only tidy up
 * @param tidying stages that tidy up; of interest only when they fail
 */
public record Group(String name, Kind kind, List<Stage> stages, List<Stage> tidying) {
    private static final List<String> SOURCE = List.of("datastores", "build", "test", "bundle");

    /** What a group is about. */
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
        Map<String, List<Stage>> byName = new LinkedHashMap<>();
        SOURCE.forEach(name -> byName.put(name, new ArrayList<>()));
        for (Stage stage : plan.stages()) {
            byName.computeIfAbsent(nameOf(stage), name -> new ArrayList<>()).add(stage);
        }
        return byName.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new Group(
                        entry.getKey(),
                        isSource(entry.getValue().get(0)) ? Kind.SOURCE : Kind.ENVIRONMENT,
                        entry.getValue().stream()
                                .filter(stage -> !isTidying(stage))
                                .toList(),
                        entry.getValue().stream().filter(Group::isTidying).toList()))
                .toList();
    }

    /** The name of the group that shows this stage. */
    public static String nameOf(Stage stage) {
        StageTask task = stage.task();
        if (task instanceof StageTask.StartDatastores || task instanceof StageTask.RemoveDatastores) {
            return "datastores";
        }
        if (task instanceof StageTask.BuildImage || task instanceof StageTask.TakeImage) {
            return "build";
        }
        if (task instanceof StageTask.RunTests || task instanceof StageTask.FindTestMark) {
            return "test";
        }
        return isSource(stage) ? "bundle" : stage.id().group();
    }

    private static boolean isSource(Stage stage) {
        return !stage.id().value().contains(".");
    }

    private static boolean isTidying(Stage stage) {
        return stage.task() instanceof StageTask.RemoveDatastores || stage.task() instanceof StageTask.Unlock;
    }
}
