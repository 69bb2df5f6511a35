package io.kuberelease.adapters.kubernetes.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.jobs.ImageLookup;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.adapters.kubernetes.jobs.JobWatch;
import io.kuberelease.adapters.kubernetes.jobs.Jobs;
import io.kuberelease.adapters.kubernetes.jobs.PodContainers;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ImageRegistry.ImageConfig;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import io.kuberelease.port.TestRunner;
import io.kuberelease.port.TestRunner.PlannedCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command in a pod of its own. The pod is owned by a Job, which the datastores' Job owns if there is one, so
 * that the cluster removes them by itself. Reports leave the pod through the log of a second container; nothing is
 * executed in the pod from outside.
 */
public final class KubernetesTestRunner implements TestRunner {

    // We end the tests at the deadline and explain why; the cluster's later limit is for when we are gone.
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(60);

    private final Clusters clusters;
    private final ImageRegistry registry;
    private final String courierImage;
    private final ReportsKeeper reports;
    private final GracePeriods gracePeriods;
    private final Executor workers;
    private final InstantSource clock;
    private final CommandChecks commands;

    /**
     * @param registry asked for the image's user and working directory
     * @param courierImage the image that carries the reports out; it needs {@code sh}, {@code find}, {@code tar} and
     *     {@code base64}, as {@code busybox:1.36} has
     * @param reports keeps the report files, with secrets masked
     * @param gracePeriods how long symptoms may last before they fail the tests
     * @param workers runs short calls that block
     */
    public KubernetesTestRunner(
            Clusters clusters,
            ImageRegistry registry,
            String courierImage,
            ReportsKeeper reports,
            GracePeriods gracePeriods,
            Executor workers,
            InstantSource clock) {
        this.clusters = clusters;
        this.registry = registry;
        this.courierImage = courierImage;
        this.reports = reports;
        this.gracePeriods = gracePeriods;
        this.workers = workers;
        this.clock = clock;
        this.commands = new CommandChecks(clusters, new ImageLookup(registry, workers));
    }

    @Override
    public CompletionStage<TestResult> run(TestRequest request, StageControl control) {
        return CompletableFuture.completedFuture(request).thenComposeAsync(wanted -> begin(wanted, control), workers);
    }

    @Override
    public void check(PlannedCommand command) {
        commands.check(command);
    }

    private CompletableFuture<TestResult> begin(TestRequest request, StageControl control) {
        KubernetesClient client = clusters.client(request.target());
        String namespace = request.target().namespace().value();
        JobIdentity identity = request.once()
                ? JobIdentity.once(request.app(), control.release(), control.stage())
                : JobIdentity.command(request.app(), control.release(), control.stage());
        if (request.once() && hasSucceeded(client, namespace, identity)) {
            return CompletableFuture.completedFuture(new TestResult(0, Optional.empty(), List.of()));
        }
        ImageConfig image = registry.config(request.image());
        long user = ImageUser.of(
                request.image().toString(),
                image.user(),
                request.tests().needs(),
                CommandChecks.setting(control.stage()));
        Optional<ReportsPlace> place =
                request.tests().reports().map(glob -> ReportsPlace.of(glob, image.workingDirectory()));
        // An environment is there by now, or somebody has deleted it.
        Jobs jobs = control.stage().environment().isPresent()
                ? Jobs.inNamespaceThatIsThere(client, namespace)
                : new Jobs(client, namespace);
        Duration left = Duration.between(clock.instant(), control.deadline());
        Job job = jobs.createOrAdopt(
                TestJob.of(identity, request, place, courierImage, user, left.plus(AFTER_DEADLINE)),
                pod -> PodContainers.named(pod, TestJob.CONTAINER)
                        .flatMap(PodContainers::ended)
                        .isPresent());
        TestRun run = new TestRun(
                client,
                new ReportsReading(client, place, masking(control.progress())),
                control.progress(),
                control.stage().value(),
                workers);
        control.cancellation().whenRequested(() -> workers.execute(() -> abort(run, jobs, identity)));
        return watch(client, job, run, left)
                .whenCompleteAsync(
                        (result, problem) -> {
                            if (!request.once() || problem != null || result.exitCode() != 0) {
                                jobs.deleteSoon(identity.name());
                            }
                        },
                        workers);
    }

    /** The Job that has ended well is what remembers it. */
    private static boolean hasSucceeded(KubernetesClient client, String namespace, JobIdentity identity) {
        try {
            Job job = client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .withName(identity.name())
                    .get();
            return job != null
                    && job.getStatus() != null
                    && job.getStatus().getConditions().stream()
                            .anyMatch(condition -> condition.getType().equals("Complete")
                                    && condition.getStatus().equals("True"));
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("read job " + identity.name() + " in namespace " + namespace, problem);
        }
    }

    /** Masks bytes and not characters, since a report may be in any encoding that contains ASCII. */
    private ReportsKeeper masking(Progress progress) {
        return (name, xml) ->
                reports.keep(name, progress.masked(new String(xml, ISO_8859_1)).getBytes(ISO_8859_1));
    }

    private CompletableFuture<TestResult> watch(KubernetesClient client, Job job, TestRun run, Duration left) {
        JobWatch watch = new JobWatch(client, job, gracePeriods, clock, workers, run);
        watch.start();
        CompletableFuture.delayedExecutor(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS, workers)
                .execute(() -> run.timeUp(watch.symptom(), left));
        return run.result()
                .whenCompleteAsync(
                        (result, problem) -> {
                            watch.close();
                            run.close();
                        },
                        workers);
    }

    private static void abort(TestRun run, Jobs jobs, JobIdentity identity) {
        if (!run.result().isDone()) {
            run.stopping();
            run.result().completeExceptionally(jobs.abort(identity.name(), "no test pod is left"));
        }
    }

    /**
     * Checks before anything is built or deployed whether a command could run in its place. Passes if something can't
     * be looked up, since running the command will show it. Blocks.
     */
    private static final class CommandChecks {
        private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

        private final Clusters clusters;
        private final ImageLookup images;

        CommandChecks(Clusters clusters, ImageLookup images) {
            this.clusters = clusters;
            this.images = images;
        }

        void check(PlannedCommand command) {
            String setting = setting(command.stage());
            if (command.needs().asRoot()) {
                refuseRoot(command.target(), setting);
            }
            if (command.needs().runAsUser().isPresent()) {
                return;
            }
            command.image().ifPresent(image -> images.config(image)
                    .ifPresent(config -> ImageUser.of(image.toString(), config.user(), command.needs(), setting)));
            command.base().ifPresent(base -> images.config(base)
                    .ifPresent(config -> ImageUser.of(
                            base + " (which the Dockerfile ends with, and names no other user)",
                            config.user(),
                            command.needs(),
                            setting)));
        }

        /** The key of the release file that sets the user of a stage's command. */
        static String setting(StageId stage) {
            return stage.environment()
                            .map(name -> "environments." + name + ".verify")
                            .orElse("test") + ".runAsUser";
        }

        private void refuseRoot(Target target, String setting) {
            if (level(target).filter("restricted"::equals).isPresent()) {
                throw new ReleaseException.Failed(Cause.of(
                                CauseKind.REFUSED,
                                setting + " is 0, but namespace " + target.namespace() + " of cluster "
                                        + target.cluster()
                                        + " enforces Pod Security restricted, which refuses securityContext.runAsUser 0")
                        .suggesting("name another user, or another namespace"));
            }
        }

        private Optional<String> level(Target target) {
            try {
                Namespace namespace = clusters.client(target)
                        .namespaces()
                        .withName(target.namespace().value())
                        .get();
                return Optional.ofNullable(namespace)
                        .map(found -> found.getMetadata().getLabels())
                        .map(labels -> labels.get(ENFORCE));
            } catch (KubernetesClientException notKnown) {
                return Optional.empty();
            }
        }
    }
}
