package io.kuberelease.adapters.kubernetes.tests;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.adapters.kubernetes.jobs.JobWatch;
import io.kuberelease.adapters.kubernetes.jobs.LogEvidence;
import io.kuberelease.adapters.kubernetes.jobs.PodContainers;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.adapters.kubernetes.logs.LastLines;
import io.kuberelease.adapters.kubernetes.logs.LogFollower;
import io.kuberelease.adapters.kubernetes.secrets.PodSecrets;
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
    private final ReportsReading reports;
    private final Progress progress;
    private final String source;
    private final Executor workers;
    private final LastLines lastLines = new LastLines(LAST_LINES);
    private final CompletableFuture<TestResult> result = new CompletableFuture<>();
    private volatile @Nullable LogFollower log;
    private volatile boolean ending;

    /**
     * @param reports reads the tests' reports when they have ended
     * @param source the name under which the log's lines are reported
     */
    TestRun(KubernetesClient client, ReportsReading reports, Progress progress, String source, Executor workers) {
        this.client = client;
        this.reports = reports;
        this.progress = progress;
        this.source = source;
        this.workers = workers;
    }

    /** The result; exceptional when the tests have none. The first outcome counts. */
    CompletableFuture<TestResult> result() {
        return result;
    }

    /** From now on ignores the pod: what happens to it is our own doing. */
    void stopping() {
        ending = true;
    }

    /** Fails the run at the stage's deadline, with the symptom as the cause if there is one. Returns at once. */
    void timeUp(Optional<Symptom> symptom, Duration waited) {
        workers.execute(() -> fail(symptom.map(found -> TestCauses.suffering(new LogEvidence(client).causeOf(found)))
                .orElseGet(() -> TestCauses.late(waited, lastLines.lines()))));
    }

    @Override
    public void changed(Pod pod) {
        if (ending) {
            return;
        }
        Optional<ContainerStatus> test = PodContainers.named(pod, TestJob.CONTAINER);
        Optional<ContainerStateTerminated> end = test.flatMap(PodContainers::ended);
        if (end.filter(TestCauses::neverStarted).isPresent()) {
            fail(TestCauses.notStarted(end.get()));
            return;
        }
        if (log == null
                && (end.isPresent() || test.filter(PodContainers::isRunning).isPresent())) {
            follow(pod);
        }
        if (end.isPresent() && reports.areOut(pod)) {
            ending = true;
            collect(pod, end.get());
        } else if (end.isEmpty()
                && pod.getStatus() != null
                && "Failed".equals(pod.getStatus().getPhase())) {
            lost(TestCauses.endedByCluster(pod));
        }
    }

    @Override
    public void suffers(Symptom symptom) {
        if (!ending) {
            workers.execute(() -> fail(TestCauses.suffering(new LogEvidence(client).causeOf(symptom))));
        }
    }

    @Override
    public void gone() {
        if (!ending) {
            lost(TestCauses.deleted());
        }
    }

    @Override
    public void unwatchable(ReleaseException.Errored problem) {
        result.completeExceptionally(problem);
    }

    /** Stops following the log. */
    void close() {
        LogFollower open = log;
        if (open != null) {
            open.close();
        }
    }

    private void follow(Pod pod) {
        LogFollower follower = new LogFollower(
                client,
                new ContainerLog(
                        pod.getMetadata().getNamespace(), pod.getMetadata().getName(), TestJob.CONTAINER, false),
                this::line,
                workers);
        log = follower;
        progress.note("running");
        PodSecrets secrets = new PodSecrets(client, progress);
        workers.execute(() -> {
            secrets.hide(pod);
            follower.start();
        });
    }

    private void line(String line) {
        lastLines.add(line);
        progress.log(source, line);
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
        CollectedReports collected = reports.collect(pod);
        collected.notes().forEach(this::line);
        collected.unread().forEach(this::line);
        if ("OOMKilled".equals(end.getReason())) {
            line(
                    "the tests were killed: they used more memory than their container may; resources.limits.memory in the release"
                            + " file says how much that is");
        }
        result.complete(new TestResult(end.getExitCode(), collected.summary(), lastLines.lines(), collected.unread()));
    }

    private void lost(Cause cause) {
        result.completeExceptionally(new ReleaseException.Errored(cause, Duration.ZERO));
    }

    private void fail(Cause cause) {
        result.completeExceptionally(new ReleaseException.Failed(cause));
    }

    /** The causes for tests that have no result. */
    private static final class TestCauses {
        private TestCauses() {}

        /** For the deadline, when nothing is known to be wrong. */
        static Cause late(Duration waited, List<String> lastLines) {
            return Cause.of(CauseKind.DEADLINE, "the tests did not end within " + waited.toSeconds() + " s")
                    .seen(List.of(new Evidence("last lines of the tests", lastLines)));
        }

        /** For a final symptom of the pod; where resources are short, advises to set them in the release file. */
        static Cause suffering(Cause cause) {
            return cause.kind() == CauseKind.QUOTA || cause.kind() == CauseKind.UNSCHEDULABLE
                    ? cause.suggesting(
                            "make room, or say what the command takes: resources, beside its command in the release"
                                    + " file")
                    : cause;
        }

        /** Whether the container ended without its command ever running. */
        static boolean neverStarted(ContainerStateTerminated end) {
            return "StartError".equals(end.getReason()) || "ContainerCannotRun".equals(end.getReason());
        }

        /** For a command that could not be started in the image. */
        static Cause notStarted(ContainerStateTerminated end) {
            String message = Optional.ofNullable(end.getMessage()).orElse("").strip();
            return Cause.of(CauseKind.CONTAINER_CONFIG, "the test command could not be started: " + message)
                    .suggesting("check that the image has the command, on its PATH and executable");
        }

        /** For a pod that failed before its tests ended, as by eviction. */
        static Cause endedByCluster(Pod pod) {
            String why = Optional.ofNullable(pod.getStatus().getReason()).orElse("no reason given") + ": "
                    + Optional.ofNullable(pod.getStatus().getMessage()).orElse("");
            return Cause.of(CauseKind.UNAVAILABLE, "the cluster ended the pod of the tests (" + why + ")");
        }

        /** For a pod that was deleted. */
        static Cause deleted() {
            return Cause.of(CauseKind.UNAVAILABLE, "the pod of the tests was deleted before they ended");
        }
    }
}
