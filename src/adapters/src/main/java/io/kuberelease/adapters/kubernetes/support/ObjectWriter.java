package io.kuberelease.adapters.kubernetes.support;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.plan.EnvironmentSpec;
import java.net.HttpURLConnection;
import java.util.Optional;

/**
 * Writes objects of an environment without overwriting others' changes. Creates the namespace if the environment allows
 * it. Methods block.
 */
public record ObjectWriter(KubernetesClient client, EnvironmentSpec environment) {

    /** Creates the object; absent when one of that name exists already. */
    public <T extends HasMetadata> Optional<T> create(T object) {
        try {
            return Optional.of(client.resource(object).create());
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == HttpURLConnection.HTTP_NOT_FOUND && environment.createNamespace()) {
                new Namespaces(client).make(environment.target().namespace().value());
                return create(object);
            }
            return emptyOnConflict(problem);
        }
    }

    /** Replaces the object; absent when it has changed since it was read, or is gone. */
    public <T extends HasMetadata> Optional<T> replace(T object) {
        try {
            return Optional.of(client.resource(object)
                    .lockResourceVersion(object.getMetadata().getResourceVersion())
                    .update());
        } catch (KubernetesClientException problem) {
            return problem.getCode() == HttpURLConnection.HTTP_NOT_FOUND ? Optional.empty() : emptyOnConflict(problem);
        }
    }

    /** Deletes the object; false when it has changed since it was read. */
    public boolean delete(HasMetadata object) {
        try {
            client.resource(object)
                    .lockResourceVersion(object.getMetadata().getResourceVersion())
                    .delete();
            return true;
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw problem;
        }
    }

    private static <T> Optional<T> emptyOnConflict(KubernetesClientException problem) {
        if (problem.getCode() == HttpURLConnection.HTTP_CONFLICT) {
            return Optional.empty();
        }
        throw problem;
    }
}
