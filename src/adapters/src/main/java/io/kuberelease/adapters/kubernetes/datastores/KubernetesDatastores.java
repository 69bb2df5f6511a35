package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.jobs.ImageLookup;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.adapters.kubernetes.jobs.JobOwner;
import io.kuberelease.adapters.kubernetes.jobs.JobWatch;
import io.kuberelease.adapters.kubernetes.jobs.Jobs;
import io.kuberelease.adapters.kubernetes.secrets.PodSecrets;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.model.Target;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.port.Datastores;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Runs datastores as containers of one pod. A Job with a time limit owns the pod, the Secret with the passwords and the
 * tests' Jobs: when it is removed, by {@link #remove} or by the cluster itself, all is removed.
 */
public final class KubernetesDatastores implements Datastores {

    private static final int CONFLICT = 409;

    private final Clusters clusters;
    private final GracePeriods gracePeriods;
    private final Executor workers;
    private final InstantSource clock;
    private final Supplier<String> passwords;
    private final Optional<OwnerReference> owner;
    private final Optional<DatastoreUsers> users;

    /**
     * @param gracePeriods how long symptoms may last before they fail the start
     * @param workers runs short calls that block
     * @param random the source of passwords; must be unpredictable
     */
    public KubernetesDatastores(
            Clusters clusters,
            GracePeriods gracePeriods,
            Executor workers,
            InstantSource clock,
            RandomGenerator random) {
        this(clusters, gracePeriods, workers, clock, new Passwords(random), Optional.empty(), Optional.empty());
    }

    /** A copy that asks a registry for the user of images that are not the official ones. */
    public KubernetesDatastores asking(ImageRegistry registry) {
        DatastoreUsers asked = new DatastoreUsers(new ImageLookup(registry, workers));
        return new KubernetesDatastores(clusters, gracePeriods, workers, clock, passwords, owner, Optional.of(asked));
    }

    private KubernetesDatastores(
            Clusters clusters,
            GracePeriods gracePeriods,
            Executor workers,
            InstantSource clock,
            Supplier<String> passwords,
            Optional<OwnerReference> owner,
            Optional<DatastoreUsers> users) {
        this.clusters = clusters;
        this.gracePeriods = gracePeriods;
        this.workers = workers;
        this.clock = clock;
        this.passwords = passwords;
        this.owner = owner;
        this.users = users;
    }

    /** A copy whose Jobs are owned by a pod of the target's namespace, and are removed with it. Blocks. */
    public KubernetesDatastores ownedBy(Target target, String podName) {
        try {
            Pod pod = clusters.client(target)
                    .pods()
                    .inNamespace(target.namespace().value())
                    .withName(podName)
                    .get();
            if (pod == null) {
                throw new ReleaseException.Errored(
                        Cause.of(
                                CauseKind.UNAVAILABLE,
                                "the agent's pod " + podName + " is gone from namespace " + target.namespace()),
                        Duration.ZERO);
            }
            Optional<OwnerReference> object = Optional.of(JobOwner.ofPod(pod));
            return new KubernetesDatastores(clusters, gracePeriods, workers, clock, passwords, object, users);
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("read pod " + podName + " in namespace " + target.namespace(), problem);
        }
    }

    /**
     * The variables of running datastores with their values, for an app that reaches them by the pod's address. Blocks.
     *
     * @param datastores the datastores that were started
     */
    public DatastoreVariables variables(RunningDatastores running, List<DatastoreSpec> datastores) {
        Target target = running.target();
        String what = "secret " + running.secret() + " in namespace " + target.namespace();
        try {
            Secret secret = clusters.client(target)
                    .secrets()
                    .inNamespace(target.namespace().value())
                    .withName(running.secret())
                    .get();
            if (secret == null) {
                throw new ReleaseException.Errored(
                        Cause.of(CauseKind.UNAVAILABLE, what + " is gone, and the datastores with it"), Duration.ZERO);
            }
            return DatastoreVariables.at(running.address(), datastores, Credentials.passwords(secret, datastores));
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("read " + what, problem);
        }
    }

    @Override
    public CompletionStage<RunningDatastores> start(DatastoreRequest request, StageControl control) {
        requireDifferentPorts(request.datastores());
        return CompletableFuture.completedFuture(request).thenComposeAsync(wanted -> begin(wanted, control), workers);
    }

    @Override
    public void remove(ReleaseId release, AppName app, Target target) {
        new Jobs(clusters.client(target), target.namespace().value())
                .remove(JobIdentity.selectorOfTests(app, release), "the datastores and tests of release " + release);
    }

    private CompletableFuture<RunningDatastores> begin(DatastoreRequest asked, StageControl control) {
        DatastoreRequest request = users.map(known -> new DatastoreRequest(
                        asked.release(),
                        asked.app(),
                        asked.target(),
                        known.settled(asked.datastores()),
                        asked.lifetime()))
                .orElse(asked);
        KubernetesClient client = clusters.client(request.target());
        JobIdentity identity = JobIdentity.datastores(request.app(), request.release());
        Jobs jobs = new Jobs(client, request.target().namespace().value());
        Job job = jobs.createOrAdopt(owned(DatastoreJob.of(identity, request)), pod -> false);
        createSecret(client, identity, job, request.datastores());
        // Reads the Secret back, since an earlier try may have made it, and masks its values before any log is shown.
        new PodSecrets(client, control.progress()).hide(job.getMetadata().getNamespace(), List.of(identity.name()));
        DatastoreStart start = new DatastoreStart(client, request, control.progress(), workers);
        control.cancellation().whenRequested(() -> workers.execute(() -> abort(start, jobs, identity)));
        return watch(client, job, start, control).thenApply(address -> running(request, identity, job, address));
    }

    private Job owned(Job job) {
        owner.ifPresent(object -> job.getMetadata().setOwnerReferences(List.of(object)));
        return job;
    }

    /** Keeps the Secret of an earlier try, since the datastores were started with its passwords. */
    private void createSecret(KubernetesClient client, JobIdentity identity, Job job, List<DatastoreSpec> datastores) {
        Secret secret = Credentials.secret(identity, JobOwner.of(job), datastores, passwords);
        try {
            client.resource(secret)
                    .inNamespace(job.getMetadata().getNamespace())
                    .create();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != CONFLICT) {
                throw ClusterErrors.translate(
                        "create secret " + identity.name() + " in namespace "
                                + job.getMetadata().getNamespace(),
                        problem);
            }
        }
    }

    private CompletableFuture<String> watch(
            KubernetesClient client, Job job, DatastoreStart start, StageControl control) {
        JobWatch watch = new JobWatch(client, job, gracePeriods, clock, workers, start);
        start.events(watch::events);
        watch.start();
        Duration left = Duration.between(clock.instant(), control.deadline());
        CompletableFuture.delayedExecutor(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS, workers)
                .execute(() -> start.timeUp(watch.symptom(), left));
        return start.address().whenComplete((address, problem) -> workers.execute(watch::close));
    }

    private static void abort(DatastoreStart start, Jobs jobs, JobIdentity identity) {
        if (!start.address().isDone()) {
            start.stopping();
            start.address().completeExceptionally(jobs.abort(identity.name(), "no datastore is left"));
        }
    }

    private static RunningDatastores running(DatastoreRequest request, JobIdentity identity, Job job, String address) {
        List<DatastoreSpec> datastores = request.datastores();
        return new RunningDatastores(
                request.target(),
                identity.name(),
                job.getMetadata().getUid(),
                address,
                datastores.stream()
                        .flatMap(spec -> spec.hostNames().stream())
                        .distinct()
                        .toList(),
                identity.name(),
                Credentials.variables(datastores),
                datastores.stream().collect(Collectors.toMap(DatastoreSpec::name, DatastoreSpec::version)));
    }

    /** Refuses datastores with the same port, since they share one pod. */
    private static void requireDifferentPorts(List<DatastoreSpec> datastores) {
        Map<Integer, String> taken = new HashMap<>();
        for (DatastoreSpec spec : datastores) {
            String other = taken.putIfAbsent(spec.port(), spec.name());
            if (other != null) {
                throw new ReleaseException.Failed(Cause.of(
                                CauseKind.BAD_INPUT,
                                "datastores " + other + " and " + spec.name() + " both listen on port " + spec.port()
                                        + ", and run in one pod")
                        .suggesting("use one of them"));
            }
        }
    }
}
