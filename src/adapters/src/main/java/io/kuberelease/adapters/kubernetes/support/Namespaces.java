package io.kuberelease.adapters.kubernetes.support;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
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
