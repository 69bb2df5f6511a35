package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.kuberelease.access.AgentClusters;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.datastores.SidecarDatastores;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.plan.DatastoreSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.csanchez.jenkins.plugins.kubernetes.PodAnnotation;

/**
 * The running blocks whose agent pods get datastores. A pod template that is made in such a block carries the block's
 * name as an annotation, by which its pods are recognised wherever they are built.
 */
@Extension
public final class Sidecars {
    private static final String PREFIX = "datastores.kube-release.io/";

    private final Map<String, Entry> byName = new ConcurrentHashMap<>();

    /** The only instance. */
    static Sidecars get() {
        return ExtensionList.lookupSingleton(Sidecars.class);
    }

    /** Adds a block that has begun, or was resumed after a restart. */
    void put(StepName name, Item job, SidecarDatastores datastores, AgentPlaces places) {
        byName.put(name.release().value(), new Entry(name, job, datastores, places));
    }

    /**
     * Removes a block, and deletes the Secrets of its pods that are left. Blocks.
     *
     * @throws ReleaseException when a Secret can't be deleted
     */
    void remove(StepName name) {
        Entry entry = byName.remove(name.release().value());
        if (entry != null) {
            entry.deleteSecrets();
        }
    }

    /**
     * Refuses datastores that clash with those of the blocks around, since nested blocks share their pods.
     *
     * @throws AbortException when a block around has one of the same name or port
     */
    void refuseTaken(List<String> around, List<DatastoreSpec> specs) throws AbortException {
        for (String name : around) {
            List<DatastoreSpec> outer =
                    find(name).map(entry -> entry.datastores().datastores()).orElse(List.of());
            for (DatastoreSpec spec : specs) {
                for (DatastoreSpec other : outer) {
                    if (spec.name().equals(other.name()) || spec.port() == other.port()) {
                        throw new AbortException("withDatastores: " + spec.name() + " on port " + spec.port()
                                + " is in the way of " + other.name() + " of the withDatastores around.\n"
                                + "  → name both in one withDatastores, with different ports");
                    }
                }
            }
        }
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The annotations for a pod template that is made in the blocks of these names. */
    static List<PodAnnotation> marks(List<String> names) {
        return names.stream()
                .map(name -> new PodAnnotation(PREFIX + name, "wanted"))
                .toList();
    }

    /** The names of the blocks that a pod with these annotations belongs to. */
    static List<String> marked(Iterable<String> annotations) {
        List<String> names = new ArrayList<>();
        annotations.forEach(key -> {
            if (key.startsWith(PREFIX)) {
                names.add(key.substring(PREFIX.length()));
            }
        });
        return names;
    }

    /**
     * One block.
     *
     * @param job the job, whose access to clouds is used
     * @param places where its pods were created
     */
    record Entry(StepName name, Item job, SidecarDatastores datastores, AgentPlaces places) {

        /** The name of the Secret for a pod. */
        String secretFor(String pod) {
            return pod + "-" + name.release();
        }

        private void deleteSecrets() {
            try (Clusters clusters = AgentClusters.of(job)) {
                places.all().forEach(place -> clusters.client(place)
                        .secrets()
                        .inNamespace(place.namespace().value())
                        .withLabelSelector(JobIdentity.selectorOfTests(name.app(), name.release()))
                        .delete());
            } catch (KubernetesClientException problem) {
                throw ClusterErrors.translate("delete the secrets of " + name.release(), problem);
            }
        }
    }
}
