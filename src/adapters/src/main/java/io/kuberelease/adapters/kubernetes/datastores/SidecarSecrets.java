package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.adapters.kubernetes.jobs.JobOwner;
import io.kuberelease.model.AppName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Target;

/**
 * The Secrets of datastores beside somebody else's pods: made before the pod is, then owned by it, and deleted with it.
 * Methods block.
 *
 * @param app with the release: what the Secrets are labelled with
 */
public record SidecarSecrets(Clusters clusters, AppName app, ReleaseId release) {
    private static final int CONFLICT = 409;

    /** The name of the Secret for a pod. */
    public String nameFor(String pod) {
        return pod + "-" + release;
    }

    /** Creates the Secret for a pod, unless it was created already. */
    public void create(SidecarDatastores datastores, Target target, String pod) {
        String name = nameFor(pod);
        Secret secret =
                datastores.secret(name, JobIdentity.datastores(app, release).labels());
        try {
            clusters.client(target)
                    .resource(secret)
                    .inNamespace(target.namespace().value())
                    .create();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != CONFLICT) {
                throw ClusterErrors.translate("create secret " + name + " in namespace " + target.namespace(), problem);
            }
        }
    }

    /** Makes the pod the owner of its Secret, so that both are deleted together; does nothing when one is gone. */
    public void giveTo(Target target, String podName) {
        String name = nameFor(podName);
        try {
            KubernetesClient client = clusters.client(target);
            String namespace = target.namespace().value();
            Pod pod = client.pods().inNamespace(namespace).withName(podName).get();
            Resource<Secret> secret = client.secrets().inNamespace(namespace).withName(name);
            if (pod != null && secret.get() != null) {
                secret.edit(found -> new SecretBuilder(found)
                        .editMetadata()
                        .withOwnerReferences(JobOwner.ofPod(pod))
                        .endMetadata()
                        .build());
            }
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("set the owner of secret " + name, problem);
        }
    }

    /** Deletes all Secrets that are left there. */
    public void delete(Target target) {
        try {
            clusters.client(target)
                    .secrets()
                    .inNamespace(target.namespace().value())
                    .withLabelSelector(JobIdentity.selectorOfTests(app, release))
                    .delete();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("delete the secrets of " + release, problem);
        }
    }
}
