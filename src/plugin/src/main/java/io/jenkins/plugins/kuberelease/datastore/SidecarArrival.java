package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.slaves.ComputerListener;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.kuberelease.access.AgentClusters;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.DatastoreSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesComputer;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave;
import org.csanchez.jenkins.plugins.kubernetes.PodAnnotation;
import org.csanchez.jenkins.plugins.kubernetes.PodTemplate;
import org.csanchez.jenkins.plugins.kubernetes.PodUtils;

/** Delays the first step on an agent with datastores beside it until the agent reaches each of their ports. */
@Extension
public final class SidecarArrival extends ComputerListener {
    private static final Logger LOG = Logger.getLogger(SidecarArrival.class.getName());

    @Override
    public void preOnline(Computer computer, Channel channel, FilePath root, TaskListener listener)
            throws IOException, InterruptedException {
        KubernetesSlave agent = computer instanceof KubernetesComputer pod ? pod.getNode() : null;
        PodTemplate template = agent == null ? null : agent.getTemplateOrNull();
        if (agent == null || template == null) {
            return;
        }
        List<String> marks =
                template.getAnnotations().stream().map(PodAnnotation::getKey).toList();
        for (String name : Sidecars.marked(marks)) {
            Optional<Sidecars.Entry> block = Sidecars.get().find(name);
            if (block.isPresent()) {
                own(agent, block.get());
                await(agent, template, channel, block.get());
            }
        }
    }

    private static void await(KubernetesSlave agent, PodTemplate template, Channel channel, Sidecars.Entry block)
            throws IOException, InterruptedException {
        Duration patience = block.datastores().datastores().stream()
                .map(DatastoreSpec::readyWithin)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        List<String> missing = channel.call(new PortCheck(block.datastores().endpoints(), patience.toMillis()));
        if (!missing.isEmpty()) {
            String words =
                    "agent " + agent.getPodName() + " does not reach its datastores: " + String.join("; ", missing);
            template.getListener().getLogger().println("[kube-release] " + words);
            agent.getPod().ifPresent(pod -> PodUtils.cancelQueueItemFor(pod, words));
            agent.terminate();
            throw new AbortException(words);
        }
    }

    /** Makes the pod the owner of the Secret, so that it is deleted with the pod. */
    private static void own(KubernetesSlave agent, Sidecars.Entry block) {
        String namespace = agent.getNamespace();
        Target target = new Target(agent.getCloudName(), Optional.empty(), new Namespace(namespace));
        try (Clusters clusters = AgentClusters.of(block.job())) {
            KubernetesClient client = clusters.client(target);
            Pod pod = client.pods()
                    .inNamespace(namespace)
                    .withName(agent.getPodName())
                    .get();
            var secrets = client.secrets().inNamespace(namespace).withName(block.secretFor(agent.getPodName()));
            if (pod != null && secrets.get() != null) {
                secrets.edit(secret -> owned(secret, pod));
            }
        } catch (KubernetesClientException | ReleaseException problem) {
            LOG.log(
                    Level.WARNING,
                    problem,
                    () -> "the secret of agent " + agent.getPodName()
                            + " has no owner; it is deleted when its block ends");
        }
    }

    private static Secret owned(Secret secret, Pod pod) {
        return new SecretBuilder(secret)
                .editMetadata()
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .build())
                .endMetadata()
                .build();
    }
}
