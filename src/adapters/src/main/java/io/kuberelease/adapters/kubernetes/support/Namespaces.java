package io.kuberelease.adapters.kubernetes.support;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import java.net.HttpURLConnection;
import java.util.Map;

/** Makes a namespace. Whether that is wanted, the caller knows. */
public final class Namespaces {
    private final KubernetesClient client;

    public Namespaces(KubernetesClient client) {
        this.client = client;
    }

    /** Makes it where it is not there. */
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

    /** Makes it; that somebody else was quicker is fine. */
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
