package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Errand;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a release will do: a graph of stages. It is the first event of the journal and never changes afterwards.
 *
 * @param startedBy who asked for it, for the record
 * @param stages in an order in which each comes after those that it looks at
 * @param notes what whoever reads the plan is to know of how it came about, for example which tags were passed over
 */
public record ReleasePlan(
        ReleaseId release,
        AppName app,
        Version version,
        SourceRevision source,
        String startedBy,
        Notify notifies,
        List<Stage> stages,
        List<String> notes) {

    public ReleasePlan {
        stages = List.copyOf(stages);
        // Journals of earlier versions know of none.
        notes = notes == null ? List.of() : List.copyOf(notes);
        requireOrder(stages);
    }

    /** A plan without notes. */
    public ReleasePlan(
            ReleaseId release,
            AppName app,
            Version version,
            SourceRevision source,
            String startedBy,
            Notify notifies,
            List<Stage> stages) {
        this(release, app, version, source, startedBy, notifies, stages, List.of());
    }

    /** Why its bundle comes to the environments: made for them, promoted, or gone back to. */
    public Errand errand() {
        return stages.stream()
                .map(Stage::task)
                .filter(StageTask.FetchBundle.class::isInstance)
                .map(task -> ((StageTask.FetchBundle) task).errand())
                .findFirst()
                .orElse(Errand.RELEASE);
    }

    /** The environment variables that hold secrets of its build. */
    public Set<String> secretVariables() {
        return stages.stream()
                .map(Stage::task)
                .filter(StageTask.BuildImage.class::isInstance)
                .flatMap(task -> ((StageTask.BuildImage) task).image().secrets().stream())
                .filter(secret -> secret.source() == ImageSpec.BuildSecret.Source.ENVIRONMENT)
                .map(ImageSpec.BuildSecret::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void requireOrder(List<Stage> stages) {
        Set<StageId> seen = new HashSet<>();
        for (Stage stage : stages) {
            if (!seen.containsAll(stage.trigger().stages())) {
                throw new IllegalArgumentException("stage " + stage.id() + " comes before one that it waits for");
            }
            if (!seen.add(stage.id())) {
                throw new IllegalArgumentException("stage " + stage.id() + " is in the plan twice");
            }
        }
    }

    /**
     * The stage of that name.
     *
     * @throws IllegalArgumentException when the plan has none
     */
    public Stage stage(StageId id) {
        return stages.stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage " + id + " in release " + release));
    }
}
