package io.kuberelease.view;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.Silences;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of a group, as it is shown.
 *
 * @param stages the state of its stages
 * @param facts short facts for its line, the most important first; texts from outside are as they came: whoever
 *     shows them makes them harmless
 * @param current the stage that its phase is about: that runs, waits or failed
 * @param cause why it failed, was stopped by the world, or is tried again
 * @param silences when nobody carried the release on
 */
public record GroupView(
        Group group,
        Phase phase,
        List<StageState> stages,
        List<String> facts,
        Optional<StageState> current,
        Optional<Cause> cause,
        Silences silences) {

    public GroupView {
        stages = List.copyOf(stages);
        facts = List.copyOf(facts);
    }

    /** Every group of the release, in the order in which they are shown. */
    public static List<GroupView> all(ReleaseState state) {
        return Group.of(state.plan()).stream()
                .map(group -> new GroupReader(state, group).view())
                .toList();
    }

    /** The group's name. */
    public String name() {
        return group.name();
    }

    /** The time that was worked on it, without the wait for a person and the times in which nobody carried the release on; absent when nothing was begun. */
    public Optional<Duration> took(Instant now) {
        return stages.stream()
                .filter(stage -> !stage.stage().task().waitsForPerson())
                .flatMap(stage -> stage.startedAt().stream()
                        .map(start -> silences.without(start, stage.endedAt().orElse(now))))
                .filter(time -> !time.isNegative())
                .reduce(Duration::plus);
    }
}
