package io.kuberelease.plan;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.KnownBundle;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Version;
import io.kuberelease.request.Node;
import io.kuberelease.request.ReleaseRequest;
import java.util.List;
import java.util.Optional;

/**
 * Plans releases that begin with a bundle that exists: nothing is built or tested, and each environment has the same
 * stages as in a release from source. Pure.
 */
public final class PromotionCompiler {
    private final DatastoreCatalogue catalogue;

    public PromotionCompiler(DatastoreCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Reads an app and its environments from a release file; chart, Dockerfile and values need not be there. */
    public Validated<AppDescription> describe(Node file) {
        Problems problems = new Problems();
        SectionReader section = new Field("", "", file.place(), Optional.of(file), problems).section(Section.FILE);
        Optional<ReleaseParts> parts = new ReleaseFileReader(catalogue, NeededSource.nothing(), problems)
                .read(section, nobodysRequest(file), new Version("0.0.0"));
        return problems.none() && parts.isPresent()
                ? new Validated.Valid<>(new AppDescription(parts.get()))
                : new Validated.Invalid<>(problems.inOrder());
    }

    /**
     * The plan that takes the bundle to the environments, in their order.
     *
     * @param to at least one
     */
    public ReleasePlan compile(
            AppDescription app,
            KnownBundle bundle,
            List<EnvironmentName> to,
            ReleaseKind releaseKind,
            ReleaseId release,
            String startedBy) {
        List<Stage> stages = ReleaseRecipe.fromBundle(
                new StageTask.FetchBundle(app.app(), bundle.reference(), releaseKind),
                app.steps().stream()
                        .filter(step -> to.contains(step.environment().spec().name()))
                        .map(step -> amongThose(step, to, releaseKind))
                        .toList());
        return new ReleasePlan(
                release,
                app.app(),
                bundle.version(),
                new SourceRevision(bundle.commit(), "", Optional.empty(), false),
                startedBy,
                app.notifies(),
                stages,
                List.of(),
                app.prefetches(),
                app.pulledLate());
    }

    /**
     * Waits only for environments that the bundle goes to now: it has been in the others before. A rollback waits for
     * no soak or freeze either.
     */
    private static ReleaseParts.Step amongThose(
            ReleaseParts.Step step, List<EnvironmentName> to, ReleaseKind releaseKind) {
        List<StageId> awaited = step.awaited().stream()
                .filter(stage -> stage.environment().filter(to::contains).isPresent())
                .toList();
        return new ReleaseParts.Step(
                releaseKind == ReleaseKind.ROLLBACK ? step.environment().atOnce() : step.environment(),
                awaited,
                step.before(),
                step.cluster());
    }

    private static ReleaseRequest nobodysRequest(Node file) {
        return new ReleaseRequest(
                Optional.of(file),
                new ReleaseId("description"),
                Optional.empty(),
                List.of(),
                new SourceRevision("unknown", "unknown", Optional.empty(), false),
                "");
    }
}
