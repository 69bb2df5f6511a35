package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.model.Computer;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import java.io.Serializable;
import java.util.Optional;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesComputer;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave;
import org.jspecify.annotations.Nullable;

/**
 * The place where a second pod runs.
 *
 * @param cluster the cluster's name, or that of the agent's cloud
 * @param namespace the namespace in that cluster
 * @param agentPod the name of the agent's pod, which owns the second one; null when the agent is no pod of that cluster
 * @param agent the agent's name, from which the ports are checked
 */
public record Place(
        String cluster, String namespace, @Nullable String agentPod, String agent) implements Serializable {

    /**
     * The place for an agent: the named cluster, or else the agent's own.
     *
     * @throws AbortException when there is no such place, with what to change
     */
    static Place of(Computer agent, @Nullable String cluster, @Nullable String namespace) throws AbortException {
        if (cluster != null) {
            return new Place(cluster, given(namespace), null, agent.getName());
        }
        if (!(agent instanceof KubernetesComputer pod)) {
            throw new AbortException("withDatastores can't tell where to run datastores: agent "
                    + agent.getDisplayName() + " is not a pod of a cluster.\n"
                    + "  → name one: withDatastores(cluster: 'staging', namespace: 'ci', postgres: '15')");
        }
        if (namespace != null) {
            throw new AbortException("withDatastores runs datastores in the namespace of the agent's pod.\n"
                    + "  → leave namespace out, or name the cluster too");
        }
        KubernetesSlave node = pod.getNode();
        if (node == null) {
            throw new AbortException("agent " + agent.getName() + " is going away");
        }
        return new Place(node.getCloudName(), node.getNamespace(), node.getPodName(), agent.getName());
    }

    Target target() {
        return new Target(cluster, Optional.empty(), new Namespace(namespace));
    }

    private static String given(@Nullable String namespace) throws AbortException {
        if (namespace == null) {
            throw new AbortException("withDatastores needs the namespace in the cluster that it names.\n"
                    + "  → add for example namespace: 'ci'");
        }
        try {
            return new Namespace(namespace).value();
        } catch (IllegalArgumentException problem) {
            throw (AbortException) new AbortException("withDatastores: " + problem.getMessage()).initCause(problem);
        }
    }
}
