package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.slaves.ComputerListener;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.kuberelease.access.CloudAccess;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.datastores.SidecarDatastores;
import io.kuberelease.adapters.kubernetes.datastores.SidecarSecrets;
import io.kuberelease.app.datastores.DatastoreBlock;
import io.kuberelease.app.datastores.PortCheck;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.DatastoreSpec;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesComputer;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave;
import org.csanchez.jenkins.plugins.kubernetes.PodAnnotation;
import org.csanchez.jenkins.plugins.kubernetes.PodTemplate;
import org.csanchez.jenkins.plugins.kubernetes.PodUtils;
import org.csanchez.jenkins.plugins.kubernetes.pipeline.PodTemplateContext;
import org.csanchez.jenkins.plugins.kubernetes.pipeline.PodTemplateStep;
import org.csanchez.jenkins.plugins.kubernetes.pod.decorator.PodDecorator;
import org.csanchez.jenkins.plugins.kubernetes.pod.decorator.PodDecoratorException;
import org.jenkinsci.plugins.workflow.flow.StepListener;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/**
 * The running blocks whose agent pods get datastores. A pod template that is made in such a block carries the block's
 * name as an annotation, by which its pods are recognised wherever they are built.
 */
@Extension
public final class Sidecars {
    private static final Logger LOG = Logger.getLogger(Sidecars.class.getName());
    private static final String PREFIX = "datastores.kube-release.io/";

    private final Map<String, Entry> byName = new ConcurrentHashMap<>();

    /** The only instance. */
    static Sidecars get() {
        return ExtensionList.lookupSingleton(Sidecars.class);
    }

    /** Adds a block that has begun, or was resumed after a restart. */
    void put(DatastoreBlock name, Item job, SidecarDatastores datastores, AgentPlaces places) {
        byName.put(name.release().value(), new Entry(name, job, datastores, places));
    }

    /**
     * Removes a block, and deletes the Secrets of its pods that are left. Blocks.
     *
     * @throws ReleaseException when a Secret can't be deleted
     */
    void remove(DatastoreBlock name) {
        Entry entry = byName.remove(name.release().value());
        if (entry != null) {
            entry.inCluster(secrets -> entry.places().all().forEach(secrets::delete));
        }
    }

    /** The datastores of the blocks of these names. */
    List<DatastoreSpec> datastores(List<String> names) {
        return blocks(names.stream())
                .flatMap(entry -> entry.datastores().datastores().stream())
                .toList();
    }

    private Stream<Entry> blocks(Stream<String> names) {
        return names.flatMap(name -> Optional.ofNullable(byName.get(name)).stream());
    }

    /** The names of the blocks that a pod with these annotations belongs to. */
    private static Stream<String> marked(Collection<String> annotations) {
        return annotations.stream().filter(key -> key.startsWith(PREFIX)).map(key -> key.substring(PREFIX.length()));
    }

    /**
     * The information about surrounding datastores for steps in a block.
     *
     * @param names the names of the block and of those around it
     * @param podTemplate the name of the pod template around the block, whose pods don't get datastores; null without
     *     one
     */
    public record Around(ArrayList<String> names, @Nullable String podTemplate) implements Serializable {
        /** The blocks around a step; empty when there is none. */
        static List<String> names(StepContext context) throws IOException, InterruptedException {
            Around outer = context.get(Around.class);
            return outer == null ? List.of() : List.copyOf(outer.names());
        }

        /** The information for the steps in a block of this name. */
        static Around of(StepContext context, DatastoreBlock block) throws IOException, InterruptedException {
            ArrayList<String> names = new ArrayList<>(names(context));
            names.add(block.release().value());
            return new Around(names, template(context));
        }

        private static @Nullable String template(StepContext context) throws IOException, InterruptedException {
            PodTemplateContext template = context.get(PodTemplateContext.class);
            return template == null ? null : template.getName();
        }
    }

    /**
     * One block.
     *
     * @param job the job, whose access to clouds is used
     * @param places where its pods were created
     */
    private record Entry(DatastoreBlock name, Item job, SidecarDatastores datastores, AgentPlaces places) {
        void inCluster(Consumer<SidecarSecrets> work) {
            try (Clusters clusters = CloudAccess.ofAgents(job)) {
                work.accept(new SidecarSecrets(clusters, name.app(), name.release()));
            }
        }
    }

    private static Target target(String cloud, String namespace) {
        return new Target(cloud, Optional.empty(), new Namespace(namespace));
    }

    /** Marks the pod templates made in a block with datastores, and refuses agents that would not get the datastores. */
    @Extension
    public static final class Templates implements StepListener {

        @Override
        public void notifyOfNewStep(Step step, StepContext context) {
            boolean node = step.getDescriptor().getFunctionName().equals("node");
            if (!node && !(step instanceof PodTemplateStep)) {
                return;
            }
            try {
                Around around = context.get(Around.class);
                if (around == null) {
                    return;
                }
                if (step instanceof PodTemplateStep template) {
                    List<PodAnnotation> annotations = new ArrayList<>(template.getAnnotations());
                    around.names().forEach(name -> annotations.add(new PodAnnotation(PREFIX + name, "wanted")));
                    template.setAnnotations(annotations);
                } else if (Objects.equals(Around.template(context), around.podTemplate())) {
                    context.onFailure(new AbortException("this node is not a pod of a podTemplate made inside of"
                            + " withDatastores, so it has no datastores.\n"
                            + "  → put withDatastores inside of the node, or around its podTemplate"));
                }
            } catch (IOException e) {
                LOG.log(Level.WARNING, "can't tell whether a step is within withDatastores", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Adds the datastores of a block to the agent pods of that block, before they are created. */
    @Extension
    public static final class Decorator implements PodDecorator {

        @Override
        public Pod decorate(KubernetesCloud cloud, Pod pod) {
            Map<String, String> annotations = pod.getMetadata().getAnnotations();
            Pod decorated = pod;
            for (String name : marked(annotations == null ? List.of() : annotations.keySet())
                    .toList()) {
                Entry block = get().byName.get(name);
                if (block == null) {
                    throw new PodDecoratorException("the withDatastores block " + name + " is over");
                }
                decorated = add(cloud, decorated, block);
            }
            return decorated;
        }

        /** The Secret is created once, although a pod may be built repeatedly. */
        private static Pod add(KubernetesCloud cloud, Pod pod, Entry block) {
            String name = pod.getMetadata().getName();
            Target target = target(cloud.name, pod.getMetadata().getNamespace());
            List<Pod> decorated = new ArrayList<>();
            try {
                block.places().add(target);
                block.inCluster(secrets -> {
                    decorated.add(block.datastores().addTo(pod, secrets.nameFor(name)));
                    secrets.create(block.datastores(), target, name);
                });
            } catch (ReleaseException | IllegalArgumentException problem) {
                throw new PodDecoratorException("withDatastores: " + problem.getMessage(), problem);
            }
            return decorated.get(0);
        }
    }

    /** Delays the first step on an agent with datastores beside it until the agent reaches each of their ports. */
    @Extension
    public static final class Arrival extends ComputerListener {

        @Override
        public void preOnline(Computer computer, Channel channel, FilePath root, TaskListener listener)
                throws IOException, InterruptedException {
            KubernetesSlave agent = computer instanceof KubernetesComputer pod ? pod.getNode() : null;
            PodTemplate template = agent == null ? null : agent.getTemplateOrNull();
            if (agent == null || template == null) {
                return;
            }
            List<String> annotations = template.getAnnotations().stream()
                    .map(PodAnnotation::getKey)
                    .toList();
            for (Entry block : get().blocks(marked(annotations)).toList()) {
                own(agent, block);
                await(agent, template, channel, block.datastores());
            }
        }

        /** Makes the pod the owner of the Secret, so that it is deleted with the pod. */
        private static void own(KubernetesSlave agent, Entry block) {
            Target target = target(agent.getCloudName(), agent.getNamespace());
            try {
                block.inCluster(secrets -> secrets.giveTo(target, agent.getPodName()));
            } catch (ReleaseException problem) {
                LOG.log(
                        Level.WARNING,
                        problem,
                        () -> "the secret of agent " + agent.getPodName()
                                + " has no owner; it is deleted when its block ends");
            }
        }

        private static void await(
                KubernetesSlave agent, PodTemplate template, Channel channel, SidecarDatastores datastores)
                throws IOException, InterruptedException {
            Duration timeLimit = datastores.datastores().stream()
                    .map(DatastoreSpec::readyWithin)
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            List<String> missing = PortsFromAgent.missing(channel, new PortCheck(datastores.endpoints(), timeLimit));
            if (!missing.isEmpty()) {
                String words =
                        "agent " + agent.getPodName() + " does not reach its datastores: " + String.join("; ", missing);
                template.getListener().getLogger().println("[kube-release] " + words);
                agent.getPod().ifPresent(pod -> PodUtils.cancelQueueItemFor(pod, words));
                agent.terminate();
                throw new AbortException(words);
            }
        }
    }
}
