package io.kuberelease.api;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.plan.Stage;
import io.kuberelease.view.Details;
import io.kuberelease.view.Group;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Phase;
import io.kuberelease.view.TextSanitizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stages that are shown as one line.
 *
 * @param name {@code datastores}, {@code build}, {@code test}, {@code bundle}, or the environment's name
 * @param facts short facts for the group's line, the most important first
 * @param stages in the plan's order, those that tidy up last
 * @param cause why it failed, or is tried again
 */
public record GroupData(
        String name,
        Group.Kind kind,
        Phase phase,
        List<String> facts,
        List<StageData> stages,
        Optional<CauseData> cause) {

    public GroupData {
        facts = List.copyOf(facts);
        stages = List.copyOf(stages);
    }

    static GroupData of(GroupView view, ReleaseState state, Details details) {
        return new GroupData(
                view.name(),
                view.group().kind(),
                view.phase(),
                view.facts().stream()
                        .map(TextSanitizer::text)
                        .filter(fact -> !fact.isBlank())
                        .toList(),
                Stream.concat(
                                stages(view.group().stages(), false, state, details),
                                stages(view.group().tidying(), true, state, details))
                        .toList(),
                view.cause().map(CauseData::of));
    }

    private static Stream<StageData> stages(List<Stage> stages, boolean tidying, ReleaseState state, Details details) {
        boolean over = state.result().isPresent();
        return stages.stream().map(stage -> StageData.of(state.stage(stage.id()), tidying, over, details));
    }
}
