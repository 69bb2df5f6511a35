package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentDraft.Environment;
import io.kuberelease.plan.EnvironmentDraft.Ordered;
import io.kuberelease.request.ReleaseRequest;
import java.util.List;
import java.util.Optional;

/** Reads all sections of the release file, whatever is wrong with any of them. */
final class ReleaseFileReader {
    /** Stands in for a name that was refused, so that the rest can be read too. */
    private static final AppName UNNAMED = new AppName("app");

    private final DatastoreCatalogue catalogue;
    private final NeededSource source;
    private final Problems problems;

    ReleaseFileReader(DatastoreCatalogue catalogue, NeededSource source, Problems problems) {
        this.catalogue = catalogue;
        this.source = source;
        this.problems = problems;
    }

    /** The parts of the release; absent when something was wrong, which is then among the problems. */
    Optional<ReleaseParts> read(SectionReader file, ReleaseRequest request, Version version) {
        SectionReader image = file.section("image", Section.IMAGE);
        AppName app =
                AppReader.read(file.field("app"), image.field("repository")).orElse(UNNAMED);
        Optional<ImageSpec> built = new ImageReader(source.image()).read(image);
        List<String> tags = new TagsReader(version, request.source(), request.release()).read(image.field("tags"));
        List<DatastoreSpec> datastores = new DatastoresReader(catalogue).read(file.field("datastores"));
        Field helm = file.field("helm");
        HelmOptions options = HelmOptions.read(helm);
        List<EnvironmentDraft> drafts = new EnvironmentsReader(
                        source.values(), app, Optional.of(options).filter(said -> helm.isMapping()))
                .read(file.field("environments"));
        Optional<TestReader.Tests> tests = TestReader.read(file.field("test"), drafts, app);
        Optional<String> userOf =
                built.flatMap(spec -> new CommandUser(source, problems).decidedBy(spec, tests, drafts));
        Optional<ChartSpec> chart = new ChartReader(source.chart()).read(file.section("chart", Section.CHART), version);
        Notify notifies = NotifyReader.read(file.field("notify"));
        List<Ordered> ordered = EnvironmentOrder.of(drafts);
        List<Ordered> chosen = new EnvironmentChoice(names(drafts), problems).of(ordered, request.to());
        if (!problems.none()) {
            return Optional.empty();
        }
        return built.flatMap(spec -> chart.map(packaged -> new ReleaseParts(
                app,
                spec,
                userOf,
                TagsReader.retention(request.release()),
                tags,
                datastores,
                tests,
                packaged,
                drafts.stream()
                        .map(ReleaseFileReader::environment)
                        .map(Environment::spec)
                        .toList(),
                chosen.stream().map(environment -> step(environment, drafts)).toList(),
                notifies)));
    }

    private static ReleaseParts.Step step(Ordered ordered, List<EnvironmentDraft> drafts) {
        List<Environment> before = drafts.stream()
                .filter(draft -> ordered.after().contains(draft.name()))
                .map(ReleaseFileReader::environment)
                .toList();
        List<StageId> awaited = before.stream()
                .flatMap(environment -> ReleaseRecipe.released(environment).stream())
                .toList();
        return new ReleaseParts.Step(
                environment(ordered.draft()),
                awaited,
                before.stream().map(Environment::spec).toList());
    }

    private static Environment environment(EnvironmentDraft draft) {
        return draft.environment().orElseThrow();
    }

    private static List<String> names(List<EnvironmentDraft> drafts) {
        return drafts.stream().map(EnvironmentDraft::name).toList();
    }
}
