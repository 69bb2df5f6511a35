package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.kubernetes.support.Namespaces;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Makes, adopts and removes Jobs in one namespace. Methods block. */
public final class Jobs {

    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int TRIES = 3;
    private static final Duration ACCOUNT_WITHIN = Duration.ofSeconds(20);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

    private final KubernetesClient client;
    private final String namespace;
    private final boolean makesNamespace;

    /** Jobs in a namespace that is created if it is missing. */
    public Jobs(KubernetesClient client, String namespace) {
        this(client, namespace, true);
    }

    private Jobs(KubernetesClient client, String namespace, boolean makesNamespace) {
        this.client = client;
        this.namespace = namespace;
        this.makesNamespace = makesNamespace;
    }

    /** Jobs in a namespace that is left alone when it is missing: somebody has deleted it. */
    public static Jobs inNamespaceThatIsThere(KubernetesClient client, String namespace) {
        return new Jobs(client, namespace, false);
    }

    /**
     * Creates the Job, and mostly the namespace if it is missing. A Job of that name is adopted if it runs or a pod of it
     * still shows its outcome; one that is being deleted, or has ended without such a pod, is replaced.
     *
     * @param telling whether a pod of an ended Job still shows its outcome
     */
    public Job createOrAdopt(Job wanted, Predicate<Pod> telling) {
        String name = wanted.getMetadata().getName();
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                Optional<Job> found = createOrFind(wanted);
                if (found.filter(job -> !isEnding(job) && (!hasEnded(job) || isTold(job, telling)))
                        .isPresent()) {
                    return found.get();
                }
                removeAll(JobIdentity.selectorOf(name), "an earlier job " + name);
            }
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("create job " + name + " in namespace " + namespace, problem);
        }
        throw new ReleaseException.Errored(
                Cause.of(
                        CauseKind.UNAVAILABLE,
                        "job " + name + " in namespace " + namespace + " was gone as soon as it was made, " + TRIES
                                + " times"),
                Duration.ZERO);
    }

    /**
     * Deletes the Jobs that the label selector matches, with their pods. Returns when the cluster has accepted that,
     * without waiting until they are gone.
     */
    public void remove(String selector, String what) {
        try {
            delete(selector);
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("remove " + what + " from namespace " + namespace, problem);
        }
    }

    /**
     * Deletes the Job and ends its pods at once, without waiting until they are gone.
     *
     * @param done the message of the result if the Job could be deleted
     * @return the exception to end the stage with; its message says so if the Job could not be deleted
     */
    public ReleaseException.Aborted abort(String job, String done) {
        try {
            deleteSoon(job);
            client.pods()
                    .inNamespace(namespace)
                    .withLabelSelector(JobIdentity.selectorOf(job))
                    .withGracePeriod(0)
                    .delete();
            return new ReleaseException.Aborted(done);
        } catch (KubernetesClientException problem) {
            return new ReleaseException.Aborted(
                    "job " + job + " is left and ends by its time limit: it could not be deleted");
        }
    }

    /** Deletes the Job; the cluster removes what it owns in the background. */
    public void deleteSoon(String job) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(job)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }

    /**
     * Kills the pods without a grace period, since they have nothing to save. If that is forbidden, the cluster ends
     * them at its own pace.
     */
    private static void endAtOnce(FilterWatchListDeletable<Pod, PodList, PodResource> pods) {
        try {
            pods.withGracePeriod(0).delete();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != FORBIDDEN) {
                throw problem;
            }
        }
    }

    private Optional<Job> createOrFind(Job wanted) {
        try {
            return Optional.of(create(wanted));
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == NOT_FOUND && makesNamespace) {
                createNamespace();
                return Optional.of(create(wanted));
            }
            if (problem.getCode() == CONFLICT) {
                return Optional.ofNullable(
                        client.resource(wanted).inNamespace(namespace).get());
            }
            throw problem;
        }
    }

    private Job create(Job wanted) {
        return client.resource(wanted).inNamespace(namespace).create();
    }

    private static boolean isEnding(Job job) {
        return job.getMetadata().getDeletionTimestamp() != null;
    }

    private static boolean hasEnded(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> List.of("Failed", "Complete").contains(condition.getType())
                                && "True".equals(condition.getStatus()));
    }

    private boolean isTold(Job job, Predicate<Pod> telling) {
        return client
                .pods()
                .inNamespace(namespace)
                .withLabelSelector(JobIdentity.selectorOf(job.getMetadata().getName()))
                .list()
                .getItems()
                .stream()
                .filter(pod -> JobOwner.owns(job, pod))
                .anyMatch(telling);
    }

    private void createNamespace() {
        new Namespaces(client).make(namespace);
        // Pods are refused until the namespace has its default service account.
        Await.condition(
                client.serviceAccounts()
                        .inNamespace(namespace)
                        .withName("default")
                        .informOnCondition(found -> !found.isEmpty()),
                ACCOUNT_WITHIN,
                "the default service account of the new namespace " + namespace);
    }

    private void delete(String selector) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabelSelector(selector)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        endAtOnce(client.pods().inNamespace(namespace).withLabelSelector(selector));
    }

    private void removeAll(String selector, String what) {
        var jobs = client.batch().v1().jobs().inNamespace(namespace).withLabelSelector(selector);
        var pods = client.pods().inNamespace(namespace).withLabelSelector(selector);
        delete(selector);
        String end = "the end of " + what + " in namespace " + namespace;
        Await.condition(jobs.informOnCondition(List::isEmpty), GONE_WITHIN, end);
        Await.condition(pods.informOnCondition(List::isEmpty), GONE_WITHIN, end);
    }

    /** Blocks until a condition of the cluster is met, for a limited time. */
    private static final class Await {

        private Await() {}

        /**
         * @param what names the condition in messages, as the object of "waited for …"
         */
        static void condition(CompletableFuture<?> condition, Duration within, String what) {
            try {
                condition.get(within.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ReleaseException.Aborted("stopped while waiting for " + what);
            } catch (TimeoutException late) {
                throw new ReleaseException.Errored(
                        Cause.of(CauseKind.DEADLINE, "waited " + within.toSeconds() + " s in vain for " + what)
                                .suggesting("look at the namespace's pods and at the events of their node"),
                        Duration.ZERO,
                        late);
            } catch (ExecutionException failed) {
                throw new ReleaseException.Errored(
                        Cause.of(CauseKind.UNAVAILABLE, "could not watch for " + what), Duration.ZERO, failed);
            } finally {
                condition.cancel(true);
            }
        }
    }
}
