package io.jenkins.plugins.kuberelease.datastore;

import hudson.Extension;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.kuberelease.access.AgentClusters;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.util.Map;
import java.util.Optional;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.pod.decorator.PodDecorator;
import org.csanchez.jenkins.plugins.kubernetes.pod.decorator.PodDecoratorException;

/** Adds the datastores of a block to the agent pods of that block, before they are created. */
@Extension
public final class SidecarDecorator implements PodDecorator {
    private static final int CONFLICT = 409;

    @Override
    public Pod decorate(KubernetesCloud cloud, Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        Pod decorated = pod;
        for (String name :
                Sidecars.marked(annotations == null ? Map.<String, String>of().keySet() : annotations.keySet())) {
            Sidecars.Entry block = Sidecars.get()
                    .find(name)
                    .orElseThrow(() -> new PodDecoratorException("the withDatastores block " + name + " is over"));
            decorated = add(cloud, decorated, block);
        }
        return decorated;
    }

    private static Pod add(KubernetesCloud cloud, Pod pod, Sidecars.Entry block) {
        String secret = block.secretFor(pod.getMetadata().getName());
        try {
            Pod decorated = block.datastores().addTo(pod, secret);
            createSecret(cloud, pod.getMetadata().getNamespace(), secret, block);
            return decorated;
        } catch (ReleaseException | IllegalArgumentException problem) {
            throw new PodDecoratorException("withDatastores: " + problem.getMessage(), problem);
        }
    }

    /** Creates the Secret once, although a pod may be built repeatedly. The pod becomes its owner when it exists. */
    private static void createSecret(KubernetesCloud cloud, String namespace, String name, Sidecars.Entry block) {
        Target target = new Target(cloud.name, Optional.empty(), new Namespace(namespace));
        block.places().add(target);
        try (Clusters clusters = AgentClusters.of(block.job())) {
            clusters.client(target)
                    .resource(block.datastores()
                            .secret(
                                    name,
                                    JobIdentity.datastores(
                                                    block.name().app(),
                                                    block.name().release())
                                            .labels()))
                    .inNamespace(namespace)
                    .create();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != CONFLICT) {
                throw ClusterErrors.translate("create secret " + name + " in namespace " + namespace, problem);
            }
        }
    }
}
