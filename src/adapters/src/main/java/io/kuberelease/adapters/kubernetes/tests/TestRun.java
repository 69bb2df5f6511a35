package io.kuberelease.adapters.kubernetes.tests;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.adapters.kubernetes.jobs.JobWatch;
import io.kuberelease.adapters.kubernetes.jobs.LastLines;
import io.kuberelease.adapters.kubernetes.jobs.LogEvidence;
import io.kuberelease.adapters.kubernetes.jobs.LogFollower;
import io.kuberelease.adapters.kubernetes.jobs.PodContainers;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Progress;
import io.kuberelease.port.TestRunner.TestResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One run of tests, from their Job's existence to their result. */
final class TestRun implements JobWatch.Listener {

    private static final int LAST_LINES = 50;

    private final KubernetesClient client;
    private final Optional<ReportsPlace> place;
    private final Progress progress;
    private final String source;
    private final Executor workers;
    private final LastLines lastLines = new LastLines(LAST_LINES);
    private final CompletableFuture<TestResult> result = new CompletableFuture<>();
    private volatile @Nullable LogFollower log;
    private volatile boolean ending;

    /**
     * @param source what the lines of the log are told as
     */
    TestRun(KubernetesClient client, Optional<ReportsPlace> place, Progress progress, String source, Executor workers) {
        this.client = client;
        this.place = place;
        this.progress = progress;
        this.source = source;
        this.workers = workers;
    }

    /** What came of it. */
    CompletableFuture<TestResult> result() {
        return result;
    }

    /** What happens to the pod from now on is our own doing, and no outcome. */
    void stopping() {
        ending = true;
    }

    /** The stage's time is up. */
    void timeUp(Optional<Symptom> symptom, Duration waited) {
        Cause late = Cause.of(CauseKind.DEADLINE, "the tests did not end within " + waited.toSeconds() + " s")
                .seen(List.of(new Evidence("last lines of the tests", lastLines.lines())));
        workers.execute(() -> fail(
                symptom.map(found -> new LogEvidence(client).causeOf(found)).orElse(late)));
    }

    @Override
    public void changed(Pod pod) {
        if (ending) {
            return;
        }
        Optional<ContainerStatus> test = PodContainers.named(pod, TestJob.CONTAINER);
        Optional<ContainerStateTerminated> end = test.flatMap(PodContainers::ended);
        if (end.filter(TestRun::neverStarted).isPresent()) {
            notStarted(end.get());
            return;
        }
        if (log == null
                && (end.isPresent() || test.filter(PodContainers::isRunning).isPresent())) {
            follow(pod);
        }
        if (end.isPresent() && reportsAreOut(pod)) {
            ending = true;
            collect(pod, end.get());
        } else if (end.isEmpty()
                && pod.getStatus() != null
                && "Failed".equals(pod.getStatus().getPhase())) {
            endedByCluster(pod);
        }
    }

    @Override
    public void suffers(Symptom symptom) {
        if (!ending) {
            workers.execute(() -> fail(new LogEvidence(client).causeOf(symptom)));
        }
    }

    @Override
    public void gone() {
        if (!ending) {
            result.completeExceptionally(new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "the pod of the tests was deleted before they ended"),
                    Duration.ZERO));
        }
    }

    /** Stops reading. */
    void close() {
        LogFollower open = log;
        if (open != null) {
            open.close();
        }
    }

    private void follow(Pod pod) {
        LogFollower follower = new LogFollower(
                client,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                TestJob.CONTAINER,
                this::line,
                workers);
        log = follower;
        progress.note("running");
        workers.execute(follower::start);
    }

    private void line(String line) {
        lastLines.add(line);
        progress.log(source, line);
    }

    /** The courier stops after the tests; without one there is nothing to wait for. */
    private boolean reportsAreOut(Pod pod) {
        return place.isEmpty()
                || PodContainers.named(pod, ReportsCourier.CONTAINER)
                        .flatMap(PodContainers::ended)
                        .isPresent();
    }

    private void collect(Pod pod, ContainerStateTerminated end) {
        LogFollower follower = log;
        CompletableFuture<Void> told = follower == null ? CompletableFuture.completedFuture(null) : follower.finish();
        told.whenCompleteAsync(
                        (done, problem) -> {
                            if (problem == null) {
                                finish(pod, end);
                            } else {
                                result.completeExceptionally(problem);
                            }
                        },
                        workers)
                .exceptionally(problem -> {
                    result.completeExceptionally(problem);
                    return null;
                });
    }

    private void finish(Pod pod, ContainerStateTerminated end) {
        CollectedReports reports = place.map(wanted -> reports(pod, wanted))
                .orElseGet(() -> new CollectedReports(Optional.empty(), List.of()));
        reports.notes().forEach(this::line);
        if ("OOMKilled".equals(end.getReason())) {
            line("the tests were killed: they used more memory than their container may");
        }
        result.complete(new TestResult(end.getExitCode(), reports.summary(), lastLines.lines()));
    }

    private CollectedReports reports(Pod pod, ReportsPlace wanted) {
        try {
            String carried = client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .inContainer(ReportsCourier.CONTAINER)
                    .withReadyWaitTimeout(0)
                    .getLog();
            return new ReportsUnpacker(wanted).unpack(carried);
        } catch (KubernetesClientException problem) {
            return CollectedReports.none("the reports could not be read: the API server answered " + problem.getCode());
        }
    }

    private static boolean neverStarted(ContainerStateTerminated end) {
        return "StartError".equals(end.getReason()) || "ContainerCannotRun".equals(end.getReason());
    }

    private void notStarted(ContainerStateTerminated end) {
        String message = Optional.ofNullable(end.getMessage()).orElse("").strip();
        fail(Cause.of(CauseKind.CONTAINER_CONFIG, "the test command could not be started: " + message)
                .suggesting("check that the image has the command, on its PATH and executable"));
    }

    private void endedByCluster(Pod pod) {
        String why = Optional.ofNullable(pod.getStatus().getReason()).orElse("no reason given") + ": "
                + Optional.ofNullable(pod.getStatus().getMessage()).orElse("");
        result.completeExceptionally(new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "the cluster ended the pod of the tests (" + why + ")"),
                Duration.ZERO));
    }

    private void fail(Cause cause) {
        result.completeExceptionally(new ReleaseException.Failed(cause));
    }
}
