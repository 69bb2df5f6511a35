package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageOutput.DatastoresReady;
import io.kuberelease.journal.StageOutput.TestsPassed;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.TestMark;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.StageTask.FindTestMark;
import io.kuberelease.plan.TestSetup;
import io.kuberelease.port.StageControl;
import io.kuberelease.port.TestRunner.TestRequest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The stages that test an image, once: what has passed is marked, and looked for the next time. Marks spare work and
 * decide nothing else, so a registry that has none, or takes none, fails no release.
 */
final class TestActions {
    /** Longer than a registry that answers at all takes for it. */
    private static final long PATIENCE_SECONDS = 20;

    private static final String SOURCE = "kube-release";

    private final Ports ports;
    private final Executor workers;
    private final InstantSource clock;

    TestActions(Ports ports, Executor workers, InstantSource clock) {
        this.ports = ports;
        this.workers = workers;
        this.clock = clock;
    }

    CompletionStage<StageOutcome> findMark(FindTestMark task, ReleaseState state, StageControl control) {
        return CompletableFuture.supplyAsync(
                        () -> ports.marks().find(state.image().orElseThrow(), task.setup()), workers)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((mark, problem) -> {
                    if (problem != null) {
                        tell(control, "whether the image was tested before is not known, so it is tested", problem);
                        return Outcomes.done();
                    }
                    return mark.<StageOutcome>map(found -> new Succeeded(new StageOutput.TestedBefore(found)))
                            .orElseGet(Outcomes::done);
                });
    }

    CompletionStage<StageOutcome> runTests(StageTask.RunTests task, ReleaseState state, StageControl control) {
        ImageReference image = state.image().orElseThrow();
        TestRequest request = new TestRequest(
                state.plan().app(),
                task.target(),
                image,
                task.tests(),
                state.output(DatastoresReady.class).map(DatastoresReady::datastores));
        return ports.tests()
                .run(request, control)
                .thenApply(TestVerdict::of)
                .thenCompose(outcome -> marked(outcome, image, state, control));
    }

    /** Only who would look for a mark leaves one: those who ask for their tests each time are not to find any later. */
    private CompletionStage<StageOutcome> marked(
            StageOutcome outcome, ImageReference image, ReleaseState state, StageControl control) {
        Optional<TestSetup> setup = state.plan().testedBefore();
        Optional<TestsPassed> passed = outcome.output(TestsPassed.class);
        if (setup.isEmpty() || passed.isEmpty()) {
            return CompletableFuture.completedFuture(outcome);
        }
        TestMark mark =
                new TestMark(control.release(), clock.instant(), passed.get().summary());
        return CompletableFuture.runAsync(() -> ports.marks().keep(image, setup.get(), mark), workers)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((done, problem) -> {
                    if (problem != null) {
                        tell(control, "the tests will run again next time", problem);
                    }
                    return outcome;
                });
    }

    private static void tell(StageControl control, String what, Throwable problem) {
        control.progress().log(SOURCE, what + ": " + Outcomes.why(problem));
    }
}
