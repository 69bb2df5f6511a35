package io.kuberelease.adapters.kubernetes.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.util.List;
import java.util.Map;

/** Asks a cluster who we are and what we may do there. Changes nothing; methods block. */
public final class ClusterAccess {
    private static final String REVIEW = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final Clusters clusters;
    private final ObjectMapper json = new ObjectMapper();

    public ClusterAccess(Clusters clusters) {
        this.clusters = clusters;
    }

    /**
     * Our user's name in the target's cluster.
     *
     * @throws ReleaseException when the cluster is not known, does not answer, refuses us, or is not the pinned one
     */
    public String user(Target target) {
        String tried = "ask cluster " + target.cluster() + " who we are";
        try {
            String answer = clusters.client(target)
                    .raw(REVIEW, "POST", Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview"));
            JsonNode review = json.readTree(answer);
            return review.at("/status/userInfo/username").asText();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(tried, problem);
        } catch (JsonProcessingException problem) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.INTERNAL, "could not " + tried + ": the answer is not JSON"), problem);
        }
    }

    /**
     * Those of the rights that we lack in the target's namespace, in their order; empty when we have all.
     *
     * @throws ReleaseException as {@link #user}
     */
    public List<Right> lacking(Target target, List<Right> rights) {
        KubernetesClient client = clusters.client(target);
        try {
            return rights.stream()
                    .filter(right -> !allowed(client, target, right))
                    .toList();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(
                    "ask cluster " + target.cluster() + " what we may do in namespace " + target.namespace(), problem);
        }
    }

    /**
     * Whether the target's namespace is known to be missing; false if we may not look.
     *
     * @throws ReleaseException as {@link #user}
     */
    public boolean namespaceMissing(Target target) {
        try {
            return clusters.client(target)
                            .namespaces()
                            .withName(target.namespace().value())
                            .get()
                    == null;
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == FORBIDDEN) {
                return false;
            }
            if (problem.getCode() == NOT_FOUND) {
                return true;
            }
            throw ClusterErrors.translate(
                    "read namespace " + target.namespace() + " of cluster " + target.cluster(), problem);
        }
    }

    private static boolean allowed(KubernetesClient client, Target target, Right right) {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(target.namespace().value())
                .withVerb(right.verb())
                .withGroup(right.group())
                .withResource(right.plainResource())
                .withSubresource(right.subresource())
                .endResourceAttributes()
                .endSpec()
                .build();
        return client.resource(review).create().getStatus().getAllowed();
    }
}
