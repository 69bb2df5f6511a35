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
 * The blocks whose agent pods get datastores, while they are under way. A pod template that is made in such a block
 * carries the block's name as an annotation; by that the pod is recognised wherever it is built.
 */
@Extension
public final class Sidecars {
    private static final String PREFIX = "datastores.kube-release.io/";

    private final Map<String, Entry> byName = new ConcurrentHashMap<>();

    /** The one of this Jenkins. */
    static Sidecars get() {
        return ExtensionList.lookupSingleton(Sidecars.class);
    }

    /** A block has begun, or is there again after a restart. */
    void put(StepName name, Item job, SidecarDatastores datastores, AgentPlaces places) {
        byName.put(name.release().value(), new Entry(name, job, datastores, places));
    }

    /**
     * It has ended: what was made for its pods and did not go with them is deleted. Blocks.
     *
     * @throws ReleaseException when a cluster does not let us
     */
    void remove(StepName name) {
        Entry entry = byName.remove(name.release().value());
        if (entry != null) {
            entry.deleteSecrets();
        }
    }

    /**
     * Blocks in each other share their pods, and so names and ports.
     *
     * @throws AbortException when a block around has one of them
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

    /** The annotations of a pod template that is made in the blocks of these names. */
    static List<PodAnnotation> marks(List<String> names) {
        return names.stream()
                .map(name -> new PodAnnotation(PREFIX + name, "wanted"))
                .toList();
    }

    /** The blocks that a pod with these annotations was made in. */
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
     * @param job may use the clouds in which its agents are
     * @param places where pods were made
     */
    record Entry(StepName name, Item job, SidecarDatastores datastores, AgentPlaces places) {

        /** The Secret for one pod. */
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
