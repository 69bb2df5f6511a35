package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageOutput.ChartPackaged;
import io.kuberelease.journal.StageOutput.DatastoresReady;
import io.kuberelease.journal.StageOutput.ImageBuilt;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.Datastores.DatastoreRequest;
import io.kuberelease.port.ImageBuilder.BuiltImage;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The stages from source to bundle. */
final class SourceActions {
    /** What a build and one that is carried on later may take, beside the tests themselves. */
    private static final Duration BESIDE_TESTS = Duration.ofHours(2);

    private final Ports ports;

    SourceActions(Ports ports) {
        this.ports = ports;
    }

    CompletionStage<StageOutcome> startDatastores(
            StageTask.StartDatastores task, ReleaseState state, StageControl control) {
        DatastoreRequest request = new DatastoreRequest(
                control.release(), state.plan().app(), task.target(), task.datastores(), lifetime(state.plan()));
        return ports.datastores().start(request, control).thenApply(ready -> new Succeeded(new DatastoresReady(ready)));
    }

    /** Longer than the tests may take, so that the cluster tidies up only when nobody else did. */
    static Duration lifetime(ReleasePlan plan) {
        return plan.stages().stream()
                .filter(stage -> stage.task() instanceof StageTask.RunTests)
                .map(Stage::deadline)
                .reduce(BESIDE_TESTS, Duration::plus);
    }

    StageOutcome removeDatastores(StageTask.RemoveDatastores task, ReleaseState state) {
        ports.datastores().remove(state.plan().release(), state.plan().app(), task.target());
        return Outcomes.done();
    }

    /** Checks the plan's commands first: what could not run in the image is told before it is built. */
    StageOutcome buildImage(BuildImage task, ReleaseState state, StageControl control) {
        PlannedCommands.before(state.plan(), task)
                .forEach(command -> ports.tests().check(command));
        BuiltImage built = ports.builder().build(task, control);
        return new Succeeded(new ImageBuilt(built.image(), built.builder(), built.stepsCached(), built.steps()));
    }

    /**
     * Copies the image to the app's repository. One that is there already is only looked up, so that a wrong name fails
     * here.
     */
    StageOutcome takeImage(StageTask.TakeImage task, StageControl control) {
        ImageReference image = task.image();
        ImageRepository home = task.app().repository();
        if (image.repository().equals(home)) {
            ports.registry().config(image);
            return new Succeeded(new StageOutput.ImageTaken(image));
        }
        return new Succeeded(
                new StageOutput.ImageTaken(ports.registry().copy(image, home, task.retentionTag(), control)));
    }

    StageOutcome packageChart(StageTask.PackageChart task, ReleaseState state, StageControl control) {
        return new Succeeded(
                new ChartPackaged(ports.charts().pack(task.chart(), ChartPackager.Use.in(state.plan()), control)));
    }

    StageOutcome publish(StageTask.Publish task, ReleaseState state, StageControl control) {
        PerImage<ImageReference> images = state.images().orElseThrow();
        task.tags().stream()
                .forEach(image -> image.value().forEach(tag -> ports.registry().tag(images.of(image.name()), tag)));
        task.chart().repository().ifPresent(repository -> ports.charts()
                .publish(state.output(ChartPackaged.class).orElseThrow().chart(), repository, control));
        return new Succeeded(new StageOutput.Published(task.tags()));
    }

    StageOutcome fetchBundle(StageTask.FetchBundle task, Bundles bundles, StageControl control) {
        Bundle bundle = bundles.read(task.bundle(), control);
        if (!bundle.app().equals(task.app())) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            task.bundle() + " is a bundle of " + bundle.app() + ", not of " + task.app())
                    .suggesting("choose one that the history shows"));
        }
        return new Succeeded(new StageOutput.BundleFetched(
                task.bundle(), bundle.images().map(PlacedImage::reference), bundle.chart()));
    }
}
