package io.kuberelease.plan;

import io.kuberelease.model.StageId;
import io.kuberelease.plan.Trigger.AfterSuccess;
import io.kuberelease.plan.Trigger.Afterwards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a release's graph with some stages left out: a stage that would wait for one of those waits for what that one
 * would have waited for.
 */
final class StageGraph {
    private final List<Stage> stages = new ArrayList<>();
    /** For each stage, those to wait for in its place: itself, or what comes before it if it is left out. */
    private final Map<StageId, List<StageId>> standing = new HashMap<>();

    /** Adds a stage, after all that it waits for; one that would tidy up after stages that are left out is left out too. */
    void add(Stage stage) {
        boolean tidiesNothing = stage.trigger()
                .match(after -> false, after -> present(after.stages()).isEmpty());
        if (tidiesNothing) {
            leaveOut(stage.id(), stage.trigger());
            return;
        }
        stages.add(new Stage(stage.id(), rewired(stage.trigger()), stage.deadline(), stage.task()));
        standing.put(stage.id(), List.of(stage.id()));
    }

    /** Leaves a stage out; later stages wait for what it would have waited for. */
    void leaveOut(StageId id, Trigger trigger) {
        standing.put(id, present(trigger.stages()));
    }

    /** The stages that are not left out, each after all that it waits for. */
    List<Stage> stages() {
        return List.copyOf(stages);
    }

    private Trigger rewired(Trigger trigger) {
        return trigger.match(after -> new AfterSuccess(present(after.stages())), this::rewired);
    }

    /** When the stage that it tidies up after is left out, the first of its users takes that one's place. */
    private Trigger rewired(Afterwards afterwards) {
        List<StageId> present = present(afterwards.stages());
        StageId opened = present.contains(afterwards.opened()) ? afterwards.opened() : present.get(0);
        return new Afterwards(
                opened, present.stream().filter(id -> !id.equals(opened)).toList());
    }

    private List<StageId> present(List<StageId> named) {
        return named.stream()
                .flatMap(id -> standing.getOrDefault(id, List.of()).stream())
                .distinct()
                .toList();
    }
}
