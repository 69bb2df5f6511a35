package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.kubernetes.diagnosis.OneLine;
import io.kuberelease.model.ResourceIdentity;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Polls the resources that are judged by their conditions. Watching an arbitrary kind takes permissions that a user may
 * lack, while Helm needs the permission to get each object anyway. Thread-safe.
 */
final class PolledResources implements AutoCloseable {
    /** API groups that are built into Kubernetes, whose kinds are not polled (except Ingress). */
    private static final Set<String> OWN = Set.of(
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "apiregistration.k8s.io",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "certificates.k8s.io",
            "coordination.k8s.io",
            "discovery.k8s.io",
            "events.k8s.io",
            "flowcontrol.apiserver.k8s.io",
            "internal.apiserver.k8s.io",
            "networking.k8s.io",
            "node.k8s.io",
            "rbac.authorization.k8s.io",
            "resource.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io",
            "storagemigration.k8s.io");

    private static final Duration AT_LEAST = Duration.ofSeconds(2);
    private static final Duration FOR_EACH = Duration.ofMillis(100);

    private final KubernetesClient client;
    private final List<ResourceIdentity> resources;
    private final Runnable changed;
    private final Map<ResourceIdentity, Seen> seen = new HashMap<>();
    private boolean closed;

    /**
     * The result of one read.
     *
     * @param object absent when it does not exist, may not be read or could not be read
     * @param readable false when we lack the permission
     * @param trouble why there was no answer; absent when there was one
     */
    record Seen(Optional<HasMetadata> object, boolean readable, Optional<String> trouble) {
        static Seen answered(Optional<HasMetadata> object) {
            return new Seen(object, true, Optional.empty());
        }

        static Seen forbidden() {
            return new Seen(Optional.empty(), false, Optional.empty());
        }

        static Seen unanswered(Exception problem) {
            return new Seen(Optional.empty(), true, Optional.of(OneLine.of(String.valueOf(problem.getMessage()))));
        }
    }

    /** @param changed called after a round of reads in which a result differed from the one before */
    PolledResources(KubernetesClient client, List<ResourceIdentity> resources, Runnable changed) {
        this.client = client;
        this.resources =
                resources.stream().filter(PolledResources::isPolled).distinct().toList();
        this.changed = changed;
    }

    static boolean isPolled(ResourceIdentity resource) {
        String version = resource.apiVersion();
        String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        boolean ingress = group.equals("networking.k8s.io") && resource.kind().equals("Ingress");
        // Groups without a dot, such as apps and batch, are built in too.
        boolean custom = group.contains(".") && !OWN.contains(group);
        return !resource.isNamedByCluster() && (ingress || custom);
    }

    /** The last read of each resource; without those that were not read yet. */
    synchronized Map<ResourceIdentity, Seen> seen() {
        return Map.copyOf(seen);
    }

    /** Reads all resources once, replacing the earlier results. Blocks. Reads no more once closed. */
    void read() {
        boolean news = false;
        for (ResourceIdentity resource : resources) {
            if (isClosed()) {
                return;
            }
            Seen now = get(resource);
            synchronized (this) {
                news |= !now.equals(seen.put(resource, now));
            }
        }
        if (news) {
            changed.run();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Reads all resources now and every two seconds or more, on the io executor, until closed. Returns at once. */
    void keepReading(TrackerContext trackerContext) {
        if (!resources.isEmpty()) {
            trackerContext.io().execute(() -> {
                try {
                    read();
                } finally {
                    // Whatever has happened, nobody else would look at these resources again.
                    again(trackerContext);
                }
            });
        }
    }

    private synchronized void again(TrackerContext trackerContext) {
        if (!closed) {
            Duration all = FOR_EACH.multipliedBy(resources.size());
            Duration pause = all.compareTo(AT_LEAST) > 0 ? all : AT_LEAST;
            var unused = trackerContext
                    .timers()
                    .schedule(() -> keepReading(trackerContext), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Seen get(ResourceIdentity resource) {
        try {
            return Seen.answered(
                    Optional.ofNullable(client.genericKubernetesResources(resource.apiVersion(), resource.kind())
                            .inNamespace(resource.namespace().value())
                            .withName(resource.name())
                            .get()));
        } catch (KubernetesClientException problem) {
            // If none ever succeeds, the deadline ends the rollout.
            return problem.getCode() == HttpURLConnection.HTTP_FORBIDDEN ? Seen.forbidden() : Seen.unanswered(problem);
        } catch (RuntimeException odd) {
            // An answer that the client can't make anything of.
            return Seen.unanswered(odd);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
