package io.kuberelease.view;

import static io.kuberelease.view.StageGroup.Source.BUILD;
import static io.kuberelease.view.StageGroup.Source.BUNDLE;
import static io.kuberelease.view.StageGroup.Source.DATASTORES;
import static io.kuberelease.view.StageGroup.Source.TEST;
import static io.kuberelease.view.StageText.Trait.LOGGED;
import static io.kuberelease.view.StageText.Trait.NOTED;
import static io.kuberelease.view.StageText.Trait.QUICK;
import static io.kuberelease.view.StageText.Trait.TIDYING;
import static io.kuberelease.view.StageText.Trait.WAITING;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.FreezeWindow;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.VerifySpec;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words for each kind of stage, in the order in which a release goes through them. */
final class StageTexts implements StageTask.Cases<StageText> {

    @Override
    public StageText makeCluster(StageTask.MakeCluster task) {
        String name = task.cluster().name().name();
        return StageText.of(
                        task.environment()
                                .<StageGroup>map(StageGroup.Environment::new)
                                .orElse(DATASTORES),
                        "make cluster " + name + " unless it is there, for "
                                + Durations.limit(task.cluster().lifetime()) + " ("
                                + String.join(" ", task.cluster().create()) + ")",
                        "making cluster " + name,
                        LOGGED)
                .spared((stage, release) -> List.of("not needed"));
    }

    @Override
    public StageText startDatastores(StageTask.StartDatastores task) {
        String names = names(task.datastores());
        return StageText.of(
                        DATASTORES,
                        "start " + names + " in cluster " + task.target().cluster(),
                        names.isEmpty() ? "starting" : "starting " + names)
                .done((stage, release) -> names.isEmpty() ? List.of() : List.of(names))
                .spared((stage, release) -> List.of("not needed"));
    }

    @Override
    public StageText removeDatastores(StageTask.RemoveDatastores task) {
        return StageText.of(DATASTORES, "remove the datastores", "removing the datastores", TIDYING)
                .spared((stage, release) -> List.of("not needed"));
    }

    @Override
    public StageText buildImage(StageTask.BuildImage task) {
        Optional<ImageName> name = task.image().name();
        return StageText.of(
                        BUILD,
                        "build " + called(name) + task.image().dockerfile() + ", push "
                                + task.image().repository() + " by digest",
                        "building " + name.map(ImageName::value).orElse("the image"))
                .done((stage, release) -> facts(stage.output(StageOutput.ImageBuilt.class)
                        .map(built -> ofImage(
                                name,
                                built.image().digest().abbreviated(),
                                built.stepsCached() + " of " + built.steps() + " steps reused",
                                built.builder()))));
    }

    private static String called(Optional<ImageName> name) {
        return name.map(known -> known + " from ").orElse("");
    }

    /** What is said of an only image, or as one fact of one of several. */
    private static List<String> ofImage(Optional<ImageName> name, String... facts) {
        return name.map(known -> List.of(known + " " + String.join(", ", facts)))
                .orElse(List.of(facts));
    }

    @Override
    public StageText takeImage(StageTask.TakeImage task) {
        String digest = task.image().digest().abbreviated();
        return StageText.of(
                        BUILD, "take the image " + digest + " as it is; nothing is built", "taking the image " + digest)
                .done((stage, release) -> facts(stage.output(StageOutput.ImageTaken.class)
                        .map(taken -> List.of(taken.image().digest().abbreviated(), "taken as it was"))));
    }

    @Override
    public StageText findTestMark(StageTask.FindTestMark task) {
        return StageText.of(
                TEST,
                "skip the tests if this very image has passed them before",
                "looking whether this image was tested before",
                QUICK,
                LOGGED);
    }

    @Override
    public StageText runTests(StageTask.RunTests task) {
        String command = String.join(" ", task.tests().command());
        return StageText.of(
                        TEST,
                        "run " + command + " in "
                                + task.image().map(name -> "image " + name).orElse("the image") + ", in cluster "
                                + task.target().cluster(),
                        "running " + command,
                        LOGGED)
                .done((stage, release) -> List.of(stage.output(StageOutput.TestsPassed.class)
                        .flatMap(StageOutput.TestsPassed::summary)
                        .map(TestSummary::words)
                        .orElse("passed")))
                .spared((stage, release) -> release.output(StageOutput.TestedBefore.class)
                        .map(StageOutput.TestedBefore::mark)
                        .map(mark ->
                                List.of(mark.counts().orElse("passed") + " before", "in release " + mark.release()))
                        .orElse(List.of("not needed")));
    }

    /** A packaged chart is shown with its bundle, once that is there. */
    @Override
    public StageText packageChart(StageTask.PackageChart task) {
        return StageText.of(
                        BUNDLE,
                        "package chart " + task.chart().path() + " as "
                                + task.chart().version() + " (at once)",
                        "packaging the chart",
                        QUICK)
                .ahead((stage, release) ->
                        packaged(stage).map(chart -> chart + " is packaged").toList())
                .done((stage, release) -> release.bundle().isPresent()
                        ? List.of()
                        : packaged(stage).toList());
    }

    @Override
    public StageText writeBundle(StageTask.WriteBundle task) {
        return StageText.of(BUNDLE, "write the bundle: image, chart and values, by digest", "writing the bundle", QUICK)
                .done((stage, release) -> facts(stage.output(StageOutput.BundleWritten.class)
                        .map(written -> contents(
                                written.bundle(),
                                release.output(StageOutput.ChartPackaged.class)
                                        .map(StageOutput.ChartPackaged::chart)))));
    }

    @Override
    public StageText fetchBundle(StageTask.FetchBundle task) {
        return StageText.of(
                        BUNDLE,
                        "fetch bundle " + task.bundle().digest().abbreviated() + " and check it; nothing is built",
                        "fetching the bundle")
                .done((stage, release) -> facts(stage.output(StageOutput.BundleFetched.class)
                        .map(fetched -> contents(fetched.bundle(), Optional.of(fetched.chart())))));
    }

    @Override
    public StageText publish(StageTask.Publish task) {
        List<List<String>> different = task.tags().values().stream().distinct().toList();
        String tags = different.size() == 1
                ? String.join(", ", different.get(0))
                : task.tags().said(each -> String.join(" and ", each));
        return StageText.of(
                BUNDLE,
                (task.tags().only().isPresent() ? "tag the image " : "tag the images ")
                        + tags
                        + task.chart()
                                .repository()
                                .map(to -> ", publish the chart in " + to)
                                .orElse(""),
                "tagging " + tags,
                QUICK);
    }

    @Override
    public StageText compare(StageTask.Compare task) {
        EnvironmentSpec environment = task.environment();
        return StageText.of(
                        group(environment),
                        "compare with what is in cluster "
                                + environment.target().cluster() + ", namespace "
                                + environment.target().namespace(),
                        "comparing with what is there")
                .spared((stage, release) -> facts(stage.output(StageOutput.Compared.class)
                        .map(compared -> List.of(
                                "unchanged", "revision " + compared.diff().revision() + " stays"))));
    }

    @Override
    public StageText soak(StageTask.Soak task) {
        String before = task.before().stream()
                .map(environment -> environment.name().value())
                .collect(Collectors.joining(" and "));
        String time = Durations.limit(task.time());
        return StageText.of(
                        group(task.environment()),
                        "wait until it has been healthy in " + before + " for " + time,
                        "looking how long it has been healthy before",
                        QUICK,
                        WAITING)
                .ahead((stage, release) -> List.of("soaks for " + time));
    }

    @Override
    public StageText awaitApproval(StageTask.AwaitApproval task) {
        List<String> by = task.rule().by();
        return StageText.of(
                        group(task.environment()),
                        "wait for an approval of the difference",
                        "asking for approval",
                        QUICK,
                        WAITING)
                .ahead((stage, release) ->
                        List.of("needs approval" + (by.isEmpty() ? "" : " by " + String.join(" or ", by))));
    }

    @Override
    public StageText awaitThaw(StageTask.AwaitThaw task) {
        return StageText.of(
                group(task.environment()),
                "wait while it is frozen ("
                        + task.freeze().windows().stream()
                                .map(FreezeWindow::words)
                                .collect(Collectors.joining("; "))
                        + ")",
                "looking for a freeze",
                QUICK,
                WAITING);
    }

    @Override
    public StageText lock(StageTask.Lock task) {
        return StageText.of(
                group(task.environment()), "take the environment's lock", "waiting for the lock", QUICK, NOTED);
    }

    @Override
    public StageText deploy(StageTask.Deploy task) {
        return StageText.of(
                        group(task.environment()),
                        "deploy with Helm, ready within "
                                + Durations.limit(task.environment().readyWithin()),
                        "deploying")
                .done((stage, release) -> facts(stage.output(StageOutput.Deployed.class)
                        .map(deployed -> List.of("revision " + deployed.revision()))));
    }

    @Override
    public StageText verify(StageTask.Verify task) {
        VerifySpec checks = task.checks();
        String http = checks.http().map(path -> " GET " + path).orElse("");
        String command = checks.command().isEmpty() ? "" : " " + String.join(" ", checks.command());
        String both = http + (http.isEmpty() || command.isEmpty() ? "" : " and") + command;
        return StageText.of(group(task.environment()), "verify" + both, "verifying" + both, LOGGED)
                .done((stage, release) -> List.of("verified"));
    }

    @Override
    public StageText returnToLastGood(StageTask.ReturnToLastGood task) {
        return StageText.of(
                        group(task.environment()),
                        "if it failed, return to the last good bundle",
                        "returning to the last good bundle")
                .afterFailure((stage, release) -> becameOfReturn(stage).stream().toList());
    }

    @Override
    public StageText writeRecord(StageTask.WriteRecord task) {
        return StageText.of(group(task.environment()), "write the record", "writing the record", QUICK);
    }

    @Override
    public StageText unlock(StageTask.Unlock task) {
        return StageText.of(group(task.environment()), "give the lock back", "giving the lock back", TIDYING);
    }

    @Override
    public StageText claimPreview(StageTask.ClaimPreview task) {
        String namespace = task.environment().target().namespace().value();
        return StageText.of(
                        group(task.environment()),
                        "claim namespace " + namespace + " in cluster "
                                + task.environment().target().cluster() + " for branch "
                                + task.claim().branch() + ", for "
                                + Durations.limit(task.claim().lifetime()),
                        "claiming namespace " + namespace,
                        QUICK)
                .done((stage, release) -> List.of(task.claim().address().toString()));
    }

    @Override
    public StageText limitPreview(StageTask.LimitPreview task) {
        String quota = new TreeMap<>(task.quota())
                .entrySet().stream()
                        .map(limit -> limit.getKey() + " " + limit.getValue())
                        .collect(Collectors.joining(", "));
        return StageText.of(group(task.environment()), "limit it to " + quota, "limiting what it may take", QUICK);
    }

    @Override
    public StageText copySecrets(StageTask.CopySecrets task) {
        return StageText.of(
                group(task.environment()),
                "copy " + String.join(", ", task.secrets().names()) + " from namespace "
                        + task.secrets().from(),
                "copying secrets",
                QUICK);
    }

    @Override
    public StageText keepDatastores(StageTask.KeepDatastores task) {
        String names = names(task.datastores());
        return StageText.of(group(task.environment()), "start " + names + ", which live as long", "starting " + names);
    }

    @Override
    public StageText seedPreview(StageTask.SeedPreview task) {
        String command = String.join(" ", task.seed().command());
        return StageText.of(
                group(task.environment()), "seed it once with " + command, "seeding with " + command, LOGGED);
    }

    @Override
    public StageText reachPreview(StageTask.ReachPreview task) {
        String address = task.address().resolve(task.path().orElse("/")).toString();
        return StageText.of(
                group(task.environment()),
                "GET " + address + " from outside"
                        + task.ingress().map(there -> ", at " + there).orElse(""),
                "asking for " + address);
    }

    @Override
    public StageText removePreview(StageTask.RemovePreview task) {
        String namespace = task.environment().target().namespace().value();
        return StageText.of(
                        group(task.environment()),
                        "delete namespace " + namespace + " of cluster "
                                + task.environment().target().cluster() + " with all that is in it",
                        "deleting namespace " + namespace)
                .done((stage, release) -> List.of(namespace + " is gone"));
    }

    /** What the return has come to; absent while its turn has not come. */
    private static Optional<String> becameOfReturn(StageState returning) {
        if (returning.isRunning() || returning.isErrored()) {
            return Optional.of("returning to the last good bundle");
        }
        Optional<StageOutcome> outcome = returning.outcome();
        return returning
                .output(StageOutput.Returned.class)
                .map(back -> "returned to " + back.version() + ", revision " + back.revision())
                .or(() -> outcome.flatMap(StageOutcome::failed)
                        .map(failed -> failed.cause().summary()))
                .or(() -> outcome.flatMap(StageOutcome::skipped).map(StageOutcome.Skipped::why));
    }

    private static StageGroup group(EnvironmentSpec environment) {
        return new StageGroup.Environment(environment.name());
    }

    private static String names(List<DatastoreSpec> datastores) {
        return datastores.stream()
                .map(store -> store.name() + " " + store.version())
                .collect(Collectors.joining(", "));
    }

    private static List<String> contents(ImageReference bundle, Optional<ChartArchive> chart) {
        return Stream.concat(Stream.of(bundle.digest().abbreviated()), chart.map(StageTexts::words).stream())
                .toList();
    }

    private static Stream<String> packaged(StageState stage) {
        return stage.output(StageOutput.ChartPackaged.class).map(StageOutput.ChartPackaged::chart).stream()
                .map(StageTexts::words);
    }

    private static String words(ChartArchive chart) {
        return "chart " + chart.name() + " " + chart.version();
    }

    private static List<String> facts(Optional<List<String>> known) {
        return known.orElse(List.of());
    }
}
