package io.kuberelease.adapters.helm;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.plan.EnvironmentSpec;
import java.net.HttpURLConnection;

/** The namespace of an environment, made when it is missing and the release file wants it made. */
final class TargetNamespace {
    private final KubernetesClient client;
    private final EnvironmentSpec environment;

    TargetNamespace(KubernetesClient client, EnvironmentSpec environment) {
        this.client = client;
        this.environment = environment;
    }

    void createIfWanted() {
        if (!environment.createNamespace()) {
            return;
        }
        String name = environment.target().namespace().value();
        try {
            if (client.namespaces().withName(name).get() == null) {
                create(name);
            }
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw ClusterErrors.translate("create namespace " + name, problem);
            }
        }
    }

    private void create(String name) {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }
}
