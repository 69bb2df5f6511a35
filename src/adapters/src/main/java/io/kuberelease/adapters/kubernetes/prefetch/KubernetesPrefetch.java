package io.kuberelease.adapters.kubernetes.prefetch;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.adapters.kubernetes.jobs.Jobs;
import io.kuberelease.model.ImageReference;
import io.kuberelease.port.ImagePrefetch;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has images pulled by a Job of pods that do nothing, on the nodes that run the app now, else on one that the scheduler
 * chooses. Thread-safe.
 */
public final class KubernetesPrefetch implements ImagePrefetch {
    /** What an API server says when a user may not do something at all; a quota or a policy says something else. */
    private static final String NO_RIGHT = "cannot ";

    private final Clusters clusters;
    private final String helperImage;
    /** What may be in the way of a rollout. */
    private final Set<Wanted> inTheWay = ConcurrentHashMap.newKeySet();

    /**
     * @param helperImage an image with {@code sh} and {@code busybox}
     */
    public KubernetesPrefetch(Clusters clusters, String helperImage) {
        this.clusters = clusters;
        this.helperImage = helperImage;
    }

    @Override
    public Optional<String> begin(Wanted wanted) {
        try {
            return ask(wanted);
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(
                    "have the images of " + wanted.app() + " pulled for " + wanted.place(), problem);
        }
    }

    private Optional<String> ask(Wanted wanted) {
        KubernetesClient client = clusters.client(wanted.target());
        String namespace = wanted.target().namespace().value();
        PrefetchNodes nodes = PrefetchNodes.of(
                client.pods()
                        .inNamespace(namespace)
                        .withField("status.phase", "Running")
                        .list()
                        .getItems(),
                wanted.images().stream().map(ImageReference::repository).toList());
        Job job = PrefetchJob.of(
                identity(wanted),
                wanted.images().stream().map(ImageReference::toString).toList(),
                nodes,
                helperImage);
        Optional<String> refused = refusal(client, namespace, job);
        if (refused.isEmpty()) {
            if (mayCountRoom(client, namespace)) {
                inTheWay.add(wanted);
            }
            create(client, namespace, job);
        }
        return refused;
    }

    /**
     * Asks about a pod first, in a dry run: of pods that a Job may not have, the cluster would tell everybody in events.
     */
    private static Optional<String> refusal(KubernetesClient client, String namespace, Job job) {
        try {
            client.resource(PrefetchJob.sample(job))
                    .inNamespace(namespace)
                    .dryRun()
                    .create();
            return Optional.empty();
        } catch (KubernetesClientException problem) {
            boolean onlyJobs = problem.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                    && problem.getMessage() != null
                    && problem.getMessage().contains(NO_RIGHT);
            boolean nothingThere = problem.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
            boolean no = problem.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST
                    && problem.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR;
            if (onlyJobs || nothingThere || !no) {
                return Optional.empty();
            }
            return Optional.of(ClusterErrors.why(problem));
        }
    }

    /** Without the right to look, one is believed to be there. */
    private static boolean mayCountRoom(KubernetesClient client, String namespace) {
        try {
            return !client.resourceQuotas()
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .isEmpty();
        } catch (KubernetesClientException unknown) {
            return true;
        }
    }

    /** One that is there already is of an earlier try; where there is no namespace yet, nothing is needed soon. */
    private static void create(KubernetesClient client, String namespace, Job job) {
        try {
            client.resource(job).inNamespace(namespace).create();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != HttpURLConnection.HTTP_CONFLICT
                    && problem.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw problem;
            }
        }
    }

    @Override
    public void makeWay(Wanted wanted) {
        if (inTheWay.remove(wanted)) {
            try {
                new Jobs(
                                clusters.client(wanted.target()),
                                wanted.target().namespace().value())
                        .deleteSoon(identity(wanted).name());
            } catch (KubernetesClientException problem) {
                throw ClusterErrors.translate("remove a Job that pulls images for " + wanted.place(), problem);
            }
        }
    }

    private static JobIdentity identity(Wanted wanted) {
        return JobIdentity.prefetch(wanted.app(), wanted.release(), wanted.place());
    }
}
