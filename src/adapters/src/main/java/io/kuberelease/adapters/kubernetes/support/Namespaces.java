package io.kuberelease.adapters.kubernetes.support;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.net.HttpURLConnection;
import java.util.Map;

/** Creates namespaces; the caller decides whether that is wanted. Methods block. */
public final class Namespaces {
    private final KubernetesClient client;

    public Namespaces(KubernetesClient client) {
        this.client = client;
    }

    /** Creates the namespace if it does not exist; takes no permission to create one if it does. */
    public void makeIfMissing(String name) {
        try {
            if (client.namespaces().withName(name).get() != null) {
                return;
            }
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("look for namespace " + name, problem);
        }
        make(name);
    }

    /**
     * Makes sure that a namespace is the one that it was.
     *
     * @throws ReleaseException.Failed when it is gone, being deleted, or another is in its place
     */
    public void requireSame(String name, String uid) {
        Namespace found;
        try {
            found = client.namespaces().withName(name).get();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("look for namespace " + name, problem);
        }
        if (found == null || !uid.equals(found.getMetadata().getUid())) {
            throw notTheSame(
                    name,
                    found == null
                            ? "is gone: somebody has deleted it"
                            : "is not the one that this release has claimed: somebody has deleted that, and made another of"
                                    + " its name " + found.getMetadata().getCreationTimestamp());
        }
        if (found.getMetadata().getDeletionTimestamp() != null) {
            throw notTheSame(
                    name, "is being deleted since " + found.getMetadata().getDeletionTimestamp());
        }
    }

    private static ReleaseException.Failed notTheSame(String name, String why) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.REFUSED, "nothing more was written to namespace " + name + ": it " + why)
                        .suggesting("release to the preview again"));
    }

    /** Creates the namespace; does nothing if it exists. */
    public void make(String name) {
        try {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withLabels(Labels.ours(Map.of()))
                            .endMetadata()
                            .build())
                    .create();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw ClusterErrors.translate("create namespace " + name, problem);
            }
        }
    }
}
