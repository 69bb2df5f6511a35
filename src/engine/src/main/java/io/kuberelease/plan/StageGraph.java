package io.kuberelease.plan;

import io.kuberelease.model.StageId;
import io.kuberelease.plan.Trigger.AfterSuccess;
import io.kuberelease.plan.Trigger.Afterwards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stages of a release, of which some are left out: who would wait for one that is not there waits for those that it
 * would have waited for.
 */
final class StageGraph {
    private final List<Stage> stages = new ArrayList<>();
    /** What a stage stands for when it is waited for: itself, or what comes before it. */
    private final Map<StageId, List<StageId>> standing = new HashMap<>();

    /** The next stage, after all that it waits for. */
    void add(Stage stage) {
        stages.add(new Stage(stage.id(), rewired(stage.trigger()), stage.deadline(), stage.task()));
        standing.put(stage.id(), List.of(stage.id()));
    }

    /** Nothing is done in this place. */
    void leaveOut(StageId id, Trigger trigger) {
        standing.put(id, present(trigger.stages()));
    }

    /** Those that are there, each after all that it waits for. */
    List<Stage> stages() {
        return List.copyOf(stages);
    }

    private Trigger rewired(Trigger trigger) {
        return trigger.match(after -> new AfterSuccess(present(after.stages())), this::rewired);
    }

    /** Where what it tidies up after is left out, it is the first of its users. */
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
