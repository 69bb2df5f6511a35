package io.kuberelease.adapters.kubernetes.support;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.plan.EnvironmentSpec;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Writes objects of an environment without overwriting others' changes; makes its namespace where that is allowed. */
public record ObjectWriter(KubernetesClient client, EnvironmentSpec environment) {

    /** The object as created; absent when one of that name is there already. */
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

    /** The object as replaced; absent when it has changed since it was read, or is gone. */
    public <T extends HasMetadata> Optional<T> replace(T object) {
        try {
            return Optional.of(client.resource(object)
                    .lockResourceVersion(object.getMetadata().getResourceVersion())
                    .update());
        } catch (KubernetesClientException problem) {
            return problem.getCode() == HttpURLConnection.HTTP_NOT_FOUND ? Optional.empty() : emptyOnConflict(problem);
        }
    }

    /** Whether the object is gone; false when it has changed since it was read. */
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
