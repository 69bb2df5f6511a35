package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageOutput.DatastoresReady;
import io.kuberelease.journal.StageOutput.TestsFailed;
import io.kuberelease.journal.StageOutput.TestsPassed;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.StageTask.FindTestMark;
import io.kuberelease.plan.TestSetup;
import io.kuberelease.port.StageControl;
import io.kuberelease.port.TestRunner.TestRequest;
import io.kuberelease.port.TestRunner.TestResult;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The stages that test an image, once: what has passed is marked, and looked for the next time. Marks spare work and
 * decide nothing else, so a registry that has none, or takes none, fails no release.
 */
final class TestActions {
    /** How long reading or writing a mark may take; a registry that answers at all is faster. */
    private static final long LIMIT_SECONDS = 20;

    private static final int FAILURES_SHOWN = 10;
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
                        () -> ports.marks().find(state.image(task.image()).orElseThrow(), task.setup()), workers)
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
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
        ImageReference image = state.image(task.image()).orElseThrow();
        TestRequest request = new TestRequest(
                state.plan().app(),
                task.target(),
                image,
                task.tests(),
                state.output(DatastoresReady.class).map(DatastoresReady::datastores));
        return ports.tests()
                .run(request, control)
                .thenApply(TestActions::verdict)
                .thenCompose(outcome -> marked(outcome, image, state, control));
    }

    /**
     * Marks the image after green tests, if the plan looks for marks: those who ask for their tests each time are not
     * to find any later.
     */
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
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
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

    /** Whether a test run is green: its command ended with 0, and no report says otherwise or could not be read. */
    static StageOutcome verdict(TestResult result) {
        boolean red = result.summary().filter(summary -> summary.failed() > 0).isPresent();
        if (result.exitCode() == 0 && !red && result.unread().isEmpty()) {
            return new StageOutcome.Succeeded(new TestsPassed(result.summary()));
        }
        Cause cause = Cause.of(CauseKind.TESTS_FAILED, summary(result)).seen(evidence(result));
        boolean unreadAlone = result.exitCode() == 0 && !red;
        return new StageOutcome.Failed(
                unreadAlone
                        ? cause.suggesting("mend what writes the reports, or leave such files out of test.reports")
                        : cause,
                result.summary().map(TestsFailed::new));
    }

    private static String summary(TestResult result) {
        return result.summary()
                .filter(summary -> summary.failed() > 0)
                .map(summary -> summary.failed() + " of " + summary.total() + " tests failed")
                .orElseGet(() -> result.exitCode() == 0
                        ? "whether all tests passed is not known: "
                                + result.unread().get(0)
                        : "the test command ended with exit code " + result.exitCode());
    }

    private static List<Evidence> evidence(TestResult result) {
        List<TestFailure> failures = result.summary().map(TestSummary::failures).orElse(List.of());
        Stream<Evidence> unread = result.unread().isEmpty()
                ? Stream.empty()
                : Stream.of(new Evidence("reports that could not be read", result.unread()));
        Stream<Evidence> seen = failures.isEmpty()
                ? Stream.of(new Evidence("last lines of the test command", result.lastLines()))
                : failures.stream().limit(FAILURES_SHOWN).map(TestActions::evidence);
        return Stream.concat(unread, seen).toList();
    }

    private static Evidence evidence(TestFailure failure) {
        return new Evidence(
                failure.suite() + " " + failure.name(),
                Stream.concat(Stream.of(failure.message()), failure.details().stream())
                        .toList());
    }
}
