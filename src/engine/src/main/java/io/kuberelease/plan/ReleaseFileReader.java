package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.ClustersReader.PopUps;
import io.kuberelease.plan.EnvironmentDraft.Environment;
import io.kuberelease.plan.EnvironmentDraft.Ordered;
import io.kuberelease.request.Place;
import io.kuberelease.request.ReleaseRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        ImagesReader.Images images = new ImagesReader(
                        source.image(), new TagsReader(version, request.source(), request.release()))
                .read(file);
        AppName app = AppReader.read(file.field("app"), images.repository()).orElse(UNNAMED);
        List<DatastoreSpec> datastores = new DatastoreSection(catalogue).read(file.field("datastores"));
        Field helm = file.field("helm");
        HelmOptions options = HelmOptions.read(helm);
        PopUps popUps = ClustersReader.read(file.field("clusters"), app);
        List<EnvironmentDraft> drafts = new EnvironmentsReader(
                        source.values(),
                        app,
                        Optional.of(options).filter(said -> helm.isMapping()),
                        popUps,
                        images.choice())
                .read(file.field("environments"));
        Optional<TestReader.Tests> tests = TestReader.read(file.field("test"), images.choice(), drafts, app, popUps);
        Field previewField = file.field("preview");
        Optional<PreviewRules> previews = new PreviewReader(
                        source.values(),
                        app,
                        Optional.of(options).filter(said -> helm.isMapping()),
                        previewField.isGiven() ? drafts : List.of(),
                        datastores,
                        popUps,
                        images.choice())
                .read(previewField);
        Optional<PreviewStep> preview = request.preview()
                .flatMap(branch -> PreviewStep.of(
                        branch, request.source(), previewField, previews, popUps, others(drafts, tests), problems));
        CommandUser user = new CommandUser(source, problems);
        Optional<PerImage<ReleaseParts.Image>> built = images.built()
                .map(all -> all.map(image -> new ReleaseParts.Image(
                        image.spec(),
                        request.preview().isPresent()
                                ? preview.flatMap(step -> user.decidedBy(image.spec(), step.rules()))
                                : user.decidedBy(image.spec(), tests, drafts),
                        image.tags())));
        Optional<ChartSpec> chart = new ChartReader(source.chart()).read(file.section("chart", Section.CHART), version);
        Notify notifies = NotifyReader.read(file.field("notify"));
        List<Ordered> ordered = EnvironmentOrder.of(drafts);
        List<Ordered> chosen = new EnvironmentChoice(names(drafts), problems).of(ordered, request.to());
        if (!problems.none()) {
            return Optional.empty();
        }
        return built.flatMap(all -> chart.map(packaged -> new ReleaseParts(
                app,
                all,
                TagsReader.retention(request.release()),
                datastores,
                tests,
                tests.flatMap(wanted -> popUps.of(wanted.target())),
                packaged,
                preview.map(step -> List.of(step.environment())).orElseGet(() -> drafts.stream()
                        .map(ReleaseFileReader::environment)
                        .map(Environment::spec)
                        .toList()),
                chosen.stream()
                        .map(environment -> step(environment, drafts, popUps))
                        .toList(),
                notifies,
                images.prefetches() && preview.isEmpty(),
                images.pulledLate(),
                previews,
                preview)));
    }

    private static Set<Target> others(List<EnvironmentDraft> drafts, Optional<TestReader.Tests> tests) {
        Set<Target> others = drafts.stream()
                .flatMap(draft -> draft.environment().stream())
                .map(environment -> environment.spec().target())
                .collect(Collectors.toCollection(HashSet::new));
        tests.ifPresent(said -> others.add(said.target()));
        return others;
    }

    private static ReleaseParts.Step step(Ordered ordered, List<EnvironmentDraft> drafts, PopUps popUps) {
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
                before.stream().map(Environment::spec).toList(),
                popUps.of(environment(ordered.draft()).spec().target()));
    }

    private static Environment environment(EnvironmentDraft draft) {
        return draft.environment().orElseThrow();
    }

    private static List<String> names(List<EnvironmentDraft> drafts) {
        return drafts.stream().map(EnvironmentDraft::name).toList();
    }

    /** Reads where the chart is and where it is published. */
    private static final class ChartReader {
        private final SourcePaths paths;

        ChartReader(SourcePaths paths) {
            this.paths = paths;
        }

        /** The chart; absent when something of it is wrong. */
        Optional<ChartSpec> read(SectionReader chart, Version version) {
            Optional<String> path = paths.directoryOr(chart.field("path"), "chart", "Chart.yaml");
            Optional<String> repository = chart.field("repository")
                    .as(Validators.matching(
                            "(oci://[A-Za-z0-9.-]+(:\\d+)?(/[a-z0-9._-]+)*|https?://[A-Za-z0-9.-]+(:\\d+)?(/[A-Za-z0-9._-]+)*/?)",
                            "a registry, for example oci://eu.gcr.io/acme/charts, or a ChartMuseum,"
                                    + " for example https://charts.acme.example"));
            Optional<LintRule> lint = chart.field("lint")
                    .as(Validators.oneOf(List.of("refuse", "warn", "off")))
                    .map(word -> LintRule.valueOf(word.toUpperCase(Locale.ROOT)));
            return path.map(directory -> new ChartSpec(directory, version, repository, lint));
        }
    }

    /** Reads where the release sends its events. */
    private static final class NotifyReader {
        private NotifyReader() {}

        static Notify read(Field field) {
            SectionReader section = field.section(Section.NOTIFY);
            return new Notify(slackChannel(section.field("slack")), webhook(section.field("webhook")));
        }

        private static Optional<String> slackChannel(Field slack) {
            return inner(slack, Section.SLACK, "channel", "say which, for example \"#releases\"")
                    .as(Validators.matching(
                            "#?[^\\s#<>@,]{1,80}", "a channel's name or id, for example \"#releases\""));
        }

        /**
         * Refuses a password in the address: it would be in the repository, and proves less than the signature does.
         */
        private static Optional<URI> webhook(Field webhook) {
            return inner(webhook, Section.WEBHOOK, "url", "say where, for example https://light.example.com/release")
                    .as(written -> URI.create(Validators.matching(
                                    "https?://[A-Za-z0-9.-]+(:\\d{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:/%-]*)?",
                                    "an address without user, query and fragment, for example"
                                            + " https://light.example.com/release")
                            .apply(written)));
        }

        private static Field inner(Field outer, Section section, String key, String fix) {
            SectionReader reader = outer.section(section);
            return outer.isMapping() ? reader.required(key, fix) : reader.field(key);
        }
    }

    /** Reads the app's name; where none is given, it is the last part of the only image's repository. */
    private static final class AppReader {
        private AppReader() {}

        /** The name; absent when it is not valid or can't be derived. */
        static Optional<AppName> read(Field app, Optional<Field> repository) {
            if (app.isGiven()) {
                return app.as(AppName::new);
            }
            if (repository.isEmpty()) {
                app.required("with several images it is not made from a repository: write app: and a name");
                return Optional.empty();
            }
            return repository.get().written().flatMap(AppReader::valid).flatMap(valid -> derived(app, valid));
        }

        /** The repository; empty when it is not valid, since nothing is derived from one that is refused anyway. */
        private static Optional<ImageRepository> valid(String repository) {
            try {
                return Optional.of(ImageRepository.named(repository));
            } catch (IllegalArgumentException refused) {
                return Optional.empty();
            }
        }

        private static Optional<AppName> derived(Field app, ImageRepository repository) {
            String last = repository.path().substring(repository.path().lastIndexOf('/') + 1);
            try {
                return Optional.of(new AppName(last));
            } catch (IllegalArgumentException refused) {
                app.refuse(
                        "is missing, and \"" + last + "\", the last part of the repository, can't be its name",
                        "write app: and a name");
                return Optional.empty();
            }
        }
    }

    /** Chooses the environments that a release goes to: those asked for and those they come after. */
    private static final class EnvironmentChoice {
        private static final Place COMMAND_LINE = new Place("command line", 0, 0);

        private final List<String> names;
        private final Problems problems;

        EnvironmentChoice(List<String> names, Problems problems) {
            this.names = List.copyOf(names);
            this.problems = problems;
        }

        /** The chosen environments in their order; all when none is asked for. */
        List<Ordered> of(List<Ordered> ordered, List<String> to) {
            if (to.isEmpty()) {
                return ordered;
            }
            to.stream().filter(name -> !names.contains(name)).forEach(this::refuse);
            Set<String> chosen = new HashSet<>(to);
            List<Ordered> result = new ArrayList<>();
            for (int i = ordered.size() - 1; i >= 0; i--) {
                Ordered environment = ordered.get(i);
                if (chosen.contains(environment.name())) {
                    chosen.addAll(environment.after());
                    result.add(0, environment);
                }
            }
            return result;
        }

        private void refuse(String name) {
            problems.add(
                    COMMAND_LINE,
                    "to",
                    Optional.of(name),
                    "is not an environment of the release file",
                    EnvironmentOrder.suggestion(name, names));
        }
    }
}
