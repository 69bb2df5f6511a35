package io.kuberelease.api;

import io.kuberelease.api.ReleaseData.SourceData;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ApprovalRule;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.view.Durations;
import io.kuberelease.view.Group;
import io.kuberelease.view.StageText;
import io.kuberelease.view.TextSanitizer;
import java.util.List;
import java.util.Optional;

/**
 * A release's plan as data, shown before the release begins.
 *
 * @param form the version of this document's form
 * @param groups from the source to the last environment
 * @param notes remarks on how the plan came about
 */
public record PlanData(
        int form, String app, String version, SourceData source, List<PlannedGroupData> groups, List<String> notes) {
    /** The form that this program writes. */
    public static final int FORM = 1;

    public PlanData {
        groups = List.copyOf(groups);
        notes = List.copyOf(notes);
    }

    /**
     * Stages that are shown as one line.
     *
     * @param name {@code datastores}, {@code build}, {@code test}, {@code bundle}, or the environment's name
     * @param cluster where an environment is
     * @param approval who is asked before an environment is deployed to
     */
    public record PlannedGroupData(
            String name,
            Group.Kind kind,
            Optional<String> cluster,
            Optional<String> namespace,
            Optional<PlannedApprovalData> approval,
            List<PlannedStageData> stages) {
        public PlannedGroupData {
            stages = List.copyOf(stages);
        }

        static PlannedGroupData of(Group group, ReleasePlan plan) {
            Optional<EnvironmentSpec> environment = group.environment().flatMap(plan::environment);
            return new PlannedGroupData(
                    group.name(),
                    group.kind(),
                    environment.map(spec -> TextSanitizer.text(spec.target().cluster())),
                    environment.map(spec -> spec.target().namespace().value()),
                    group.environment()
                            .flatMap(plan::approval)
                            .map(asked -> PlannedApprovalData.of(asked.task().rule())),
                    group.stages().stream().map(PlannedStageData::of).toList());
        }
    }

    /**
     * The people who are asked for an approval, and how long the release waits for an answer.
     *
     * @param by groups and people; empty: anybody who may deploy
     */
    public record PlannedApprovalData(List<String> by, String within) {
        public PlannedApprovalData {
            by = List.copyOf(by);
        }

        static PlannedApprovalData of(ApprovalRule rule) {
            return new PlannedApprovalData(TextSanitizer.lines(rule.by()), Durations.limit(rule.within()));
        }
    }

    /**
     * One stage.
     *
     * @param id for example {@code staging.deploy}
     * @param words what it does, for example {@code building the image}
     * @param after the stages that it waits for
     */
    public record PlannedStageData(String id, String words, List<String> after) {
        public PlannedStageData {
            after = List.copyOf(after);
        }

        static PlannedStageData of(Stage stage) {
            return new PlannedStageData(
                    stage.id().value(),
                    TextSanitizer.text(StageText.of(stage.task()).running()),
                    stage.trigger().stages().stream().map(StageId::value).toList());
        }
    }

    /** The plan as data. */
    public static PlanData of(ReleasePlan plan) {
        return new PlanData(
                FORM,
                plan.app().value(),
                plan.version().value(),
                SourceData.of(plan.source()),
                Group.of(plan).stream()
                        .map(group -> PlannedGroupData.of(group, plan))
                        .toList(),
                TextSanitizer.lines(plan.notes()));
    }
}
