package io.jenkins.plugins.kuberelease.datastore;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.slaves.ComputerListener;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.datastores.SidecarBlock;
import io.kuberelease.adapters.kubernetes.datastores.SidecarDatastores;
import io.kuberelease.app.datastores.DatastoreBlock;
import io.kuberelease.app.datastores.PortCheck;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.DatastoreSpec;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Map<String, SidecarBlock> byName = new ConcurrentHashMap<>();

    /** The only instance. */
    static Sidecars get() {
        return ExtensionList.lookupSingleton(Sidecars.class);
    }

    /** Adds a block that has begun, or was resumed after a restart. */
    void put(SidecarBlock block) {
        byName.put(block.release().value(), block);
    }

    /**
     * Removes a block, and deletes the Secrets of its pods that are left. Blocks.
     *
     * @throws ReleaseException when a Secret can't be deleted
     */
    void remove(DatastoreBlock name) {
        Optional.ofNullable(byName.remove(name.release().value())).ifPresent(SidecarBlock::end);
    }

    /** The datastores of the blocks of these names. */
    List<DatastoreSpec> datastores(List<String> names) {
        return blocks(names)
                .flatMap(block -> block.datastores().datastores().stream())
                .toList();
    }

    private Stream<SidecarBlock> blocks(List<String> names) {
        return names.stream().flatMap(name -> Optional.ofNullable(byName.get(name)).stream());
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
                    around.names()
                            .forEach(name -> annotations.add(new PodAnnotation(SidecarBlock.mark(name), "wanted")));
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
            for (String name : SidecarBlock.marked(annotations == null ? List.of() : annotations.keySet())) {
                SidecarBlock block = get().byName.get(name);
                if (block == null) {
                    throw new PodDecoratorException("the withDatastores block " + name + " is over");
                }
                try {
                    decorated = block.addTo(
                            decorated, target(cloud.name, pod.getMetadata().getNamespace()));
                } catch (ReleaseException | IllegalArgumentException problem) {
                    throw new PodDecoratorException("withDatastores: " + problem.getMessage(), problem);
                }
            }
            return decorated;
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
            for (SidecarBlock block :
                    get().blocks(SidecarBlock.marked(annotations)).toList()) {
                own(agent, block);
                await(agent, template, channel, block.datastores());
            }
        }

        /** Makes the pod the owner of the Secret, so that it is deleted with the pod. */
        private static void own(KubernetesSlave agent, SidecarBlock block) {
            try {
                block.giveTo(target(agent.getCloudName(), agent.getNamespace()), agent.getPodName());
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
            List<String> missing =
                    PortsFromAgent.missing(channel, new PortCheck(datastores.endpoints(), datastores.readyWithin()));
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
