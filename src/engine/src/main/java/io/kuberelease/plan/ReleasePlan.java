package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plan of a release: a graph of stages. It is the first event of the journal and never changes afterwards.
 *
 * @param startedBy who asked for it, for the record
 * @param stages in an order in which each comes after those that it looks at
 * @param notes remarks on how the plan came about, for example which tags were passed over
 * @param prefetches whether images are brought to nodes before they are needed there; not in plans of earlier versions
 * @param pulledLate those of several images that are not; not in plans of earlier versions
 */
public record ReleasePlan(
        ReleaseId release,
        AppName app,
        Version version,
        SourceRevision source,
        String startedBy,
        Notify notifies,
        List<Stage> stages,
        List<String> notes,
        boolean prefetches,
        List<ImageName> pulledLate) {

    public ReleasePlan {
        stages = List.copyOf(stages);
        // Journals of earlier versions have none.
        notes = notes == null ? List.of() : List.copyOf(notes);
        pulledLate = pulledLate == null ? List.of() : List.copyOf(pulledLate);
        requireOrder(stages);
    }

    /** A plan without notes, whose images are pulled when they are needed. */
    public ReleasePlan(
            ReleaseId release,
            AppName app,
            Version version,
            SourceRevision source,
            String startedBy,
            Notify notifies,
            List<Stage> stages) {
        this(release, app, version, source, startedBy, notifies, stages, List.of(), false, List.of());
    }

    /** Returns the same plan with other stages; everything else stays, notes too. */
    public ReleasePlan withStages(List<Stage> others) {
        return new ReleasePlan(
                release, app, version, source, startedBy, notifies, others, notes, prefetches, pulledLate);
    }

    /** The same plan with further notes. */
    public ReleasePlan noting(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new ReleasePlan(release, app, version, source, startedBy, notifies, stages, all, prefetches, pulledLate);
    }

    /** Why its bundle comes to the environments: made for them, promoted, or gone back to. */
    public ReleaseKind kind() {
        return fetchBundle().map(StageTask.FetchBundle::errand).orElse(ReleaseKind.RELEASE);
    }

    /** The environment variables that hold secrets of its build or of its environments. */
    public Set<String> secretVariables() {
        Stream<String> ofBuild = buildImages().stream()
                .flatMap(task -> task.image().secrets().stream())
                .filter(secret -> secret.source() == ImageSpec.BuildSecret.Source.ENVIRONMENT)
                .map(ImageSpec.BuildSecret::name);
        Stream<String> ofEnvironments = environments().stream()
                .flatMap(environment -> environment.secrets().sources().values().stream())
                .flatMap(keys -> keys.values().stream())
                .filter(SecretSource.Variable.class::isInstance)
                .map(source -> ((SecretSource.Variable) source).name());
        return Stream.concat(ofBuild, ofEnvironments).collect(Collectors.toUnmodifiableSet());
    }

    /** The stage that starts the datastores, if the tests have any. */
    public Optional<TypedStage<StageTask.StartDatastores>> startDatastores() {
        return stages(StageTask.StartDatastores.class).findFirst();
    }

    /** The stage that removes what the tests ran in. */
    public Optional<TypedStage<StageTask.RemoveDatastores>> removeDatastores() {
        return stages(StageTask.RemoveDatastores.class).findFirst();
    }

    /** The tasks that build images; none when none is built. */
    public List<StageTask.BuildImage> buildImages() {
        return stages(StageTask.BuildImage.class).map(TypedStage::task).toList();
    }

    /** The app's images, whether they are built or taken as they are; absent when they come in a bundle. */
    public Optional<PerImage<ImageSpec>> images() {
        return imageStages().map(stages -> stages.map(id -> image(stage(id)).orElseThrow()));
    }

    /** The stages that build the app's images or take them as they are; absent when they come in a bundle. */
    public Optional<PerImage<StageId>> imageStages() {
        List<PerImage.Entry<StageId>> found = stages.stream()
                .flatMap(stage -> image(stage).map(image -> new PerImage.Entry<>(image.name(), stage.id())).stream())
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(new PerImage<>(found));
    }

    private static Optional<ImageSpec> image(Stage stage) {
        if (stage.task() instanceof StageTask.BuildImage build) {
            return Optional.of(build.image());
        }
        return stage.task() instanceof StageTask.TakeImage take ? Optional.of(take.app()) : Optional.empty();
    }

    /** Whether the image of this name is brought to nodes before it is needed there; no name means the only one. */
    public boolean prefetches(Optional<ImageName> image) {
        return prefetches && image.filter(pulledLate::contains).isEmpty();
    }

    /** The setup by which to find out whether the tests have passed before; absent when they run each time. */
    public Optional<TestSetup> testedBefore() {
        return stages(StageTask.FindTestMark.class)
                .map(stage -> stage.task().setup())
                .findFirst();
    }

    /** The stage that writes the bundle; absent when it is there already, or none is made. */
    public Optional<StageTask.WriteBundle> writeBundle() {
        return stages(StageTask.WriteBundle.class).map(TypedStage::task).findFirst();
    }

    /** The bundle that the release begins with; absent when it makes its own. */
    public Optional<StageTask.FetchBundle> fetchBundle() {
        return stages(StageTask.FetchBundle.class).map(TypedStage::task).findFirst();
    }

    /** The stage that runs the tests, if there are any. */
    public Optional<TypedStage<StageTask.RunTests>> tests() {
        return stages(StageTask.RunTests.class).findFirst();
    }

    /** The environments that it goes to, in their order. */
    public List<EnvironmentSpec> environments() {
        return stages(StageTask.Compare.class)
                .map(stage -> stage.task().environment())
                .toList();
    }

    /** Whether it makes that environment itself, as the preview of a branch, or removes it. */
    public boolean claims(EnvironmentSpec environment) {
        return stages.stream()
                .map(Stage::task)
                .filter(task -> task.reaches().filter(environment::equals).isPresent())
                .anyMatch(task -> task instanceof StageTask.ClaimPreview);
    }

    /** The preview that it goes to; absent when it goes to environments. */
    public Optional<PreviewClaim> preview() {
        return stages(StageTask.ClaimPreview.class)
                .map(stage -> stage.task().claim())
                .findFirst();
    }

    /** The preview that it removes; absent when it removes none. */
    public Optional<StageTask.RemovePreview> removal() {
        return stages(StageTask.RemovePreview.class).map(TypedStage::task).findFirst();
    }

    /** The environment of that name. */
    public Optional<EnvironmentSpec> environment(EnvironmentName name) {
        return environments().stream()
                .filter(environment -> environment.name().equals(name))
                .findFirst();
    }

    /** The stage that finds out what would change there: the first of the environment. */
    public Optional<TypedStage<StageTask.Compare>> compare(EnvironmentName environment) {
        return stage(environment, StageTask.Compare.class);
    }

    /** The stage that waits until the bundle has soaked before it goes there; absent when it need not. */
    public Optional<TypedStage<StageTask.Soak>> soak(EnvironmentName environment) {
        return stage(environment, StageTask.Soak.class);
    }

    /** The stage that waits for a person before anything changes there; absent when nobody is asked. */
    public Optional<TypedStage<StageTask.AwaitApproval>> approval(EnvironmentName environment) {
        return stage(environment, StageTask.AwaitApproval.class);
    }

    /** The stage that waits for the end of a freeze; absent when there are no freezes. */
    public Optional<TypedStage<StageTask.AwaitThaw>> freeze(EnvironmentName environment) {
        return stage(environment, StageTask.AwaitThaw.class);
    }

    /** The stage that deploys there. */
    public Optional<TypedStage<StageTask.Deploy>> deploy(EnvironmentName environment) {
        return stage(environment, StageTask.Deploy.class);
    }

    /** The stage that checks the running app; absent when nothing is checked. */
    public Optional<TypedStage<StageTask.Verify>> verify(EnvironmentName environment) {
        return stage(environment, StageTask.Verify.class);
    }

    private <T extends StageTask> Optional<TypedStage<T>> stage(EnvironmentName environment, Class<T> kind) {
        return stages(kind)
                .filter(stage -> stage.id().environment().equals(Optional.of(environment)))
                .findFirst();
    }

    /** The one place that looks for stages of a kind. */
    private <T extends StageTask> Stream<TypedStage<T>> stages(Class<T> kind) {
        return stages.stream()
                .filter(stage -> kind.isInstance(stage.task()))
                .map(stage -> new TypedStage<>(stage.id(), kind.cast(stage.task())));
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
