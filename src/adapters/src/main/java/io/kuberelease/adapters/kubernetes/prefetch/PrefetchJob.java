package io.kuberelease.adapters.kubernetes.prefetch;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.kuberelease.adapters.kubernetes.jobs.JobIdentity;
import io.kuberelease.adapters.kubernetes.jobs.RestrictedContainers;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Job whose pods have images pulled, one on each node. An image need have nothing in it that could be run, so an
 * init container brings a program along that does nothing and says so with exit code 0. The cluster removes the Job as
 * soon as it has ended, and ends it in any case. Pure.
 */
final class PrefetchJob {
    private static final long LIMIT_SECONDS = 600;
    /** Any user will do, but root: nothing is read or written. */
    private static final long NOBODY = 65_532;

    private static final String VOLUME = "program";
    private static final String MOUNT = "/kube-release";
    /** Where there is none to bring, the container can't start: after its image was pulled. */
    private static final String BRING = "for each in /bin/busybox /usr/bin/busybox \"$(command -v busybox)\"; do "
            + "cp \"$each\" " + MOUNT + "/busybox 2>/dev/null && exit 0; done; exit 0";

    private static final ContainerNeeds NEEDS = new ContainerNeeds(
            Optional.of(NOBODY),
            Optional.of(new Resources(Map.of("cpu", "1m", "memory", "8Mi"), Map.of("cpu", "100m", "memory", "32Mi"))));

    private PrefetchJob() {}

    /**
     * @param helperImage an image with {@code sh} and, best, a {@code busybox} that is linked statically
     */
    static Job of(JobIdentity identity, List<String> images, PrefetchNodes nodes, String helperImage) {
        int pods = Math.max(1, nodes.names().size());
        return new JobBuilder()
                .withNewMetadata()
                .withName(identity.name())
                .withLabels(identity.labels())
                .endMetadata()
                .withNewSpec()
                .withParallelism(pods)
                .withCompletions(pods)
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(LIMIT_SECONDS)
                .withTtlSecondsAfterFinished(0)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(identity.labels())
                .endMetadata()
                .withSpec(pod(identity, images, nodes, helperImage))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** A pod like those of the Job, to ask the cluster whether it would take them. */
    static Pod sample(Job job) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(job.getMetadata().getName())
                .withLabels(job.getMetadata().getLabels())
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .build();
    }

    private static PodSpec pod(JobIdentity identity, List<String> images, PrefetchNodes nodes, String helperImage) {
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(0L)
                .withImagePullSecrets(nodes.pullSecrets())
                .withTolerations(nodes.tolerations())
                .withAffinity(affinity(identity, nodes.names()))
                .withInitContainers(container("program", helperImage, List.of("sh", "-c", BRING)))
                .withContainers(pulled(images))
                .addNewVolume()
                .withName(VOLUME)
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .build();
    }

    /** A container for each: its kubelet pulls what they name. */
    private static List<Container> pulled(List<String> images) {
        List<Container> containers = new ArrayList<>();
        for (String image : images) {
            String name = containers.isEmpty() ? "image" : "image-" + (containers.size() + 1);
            containers.add(container(name, image, List.of(MOUNT + "/busybox", "true")));
        }
        return containers;
    }

    private static Container container(String name, String image, List<String> command) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(image)
                .withCommand(command)
                .withWorkingDir("/")
                .addNewVolumeMount()
                .withName(VOLUME)
                .withMountPath(MOUNT)
                .endVolumeMount()
                .withSecurityContext(RestrictedContainers.securityContext(NEEDS))
                .withResources(RestrictedContainers.resources(NEEDS.resourcesOrSmall()))
                .build();
    }

    /** On those nodes alone, and on different ones as far as they have room: one that is full is no reason to wait. */
    private static Affinity affinity(JobIdentity identity, List<String> nodes) {
        AffinityBuilder affinity = new AffinityBuilder()
                .withNewPodAntiAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(100)
                .withNewPodAffinityTerm()
                .withTopologyKey("kubernetes.io/hostname")
                .withNewLabelSelector()
                .withMatchLabels(identity.labels())
                .endLabelSelector()
                .endPodAffinityTerm()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity();
        if (!nodes.isEmpty()) {
            affinity.withNewNodeAffinity()
                    .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                    .withNodeSelectorTerms(nodes.stream().map(PrefetchJob::node).toList())
                    .endRequiredDuringSchedulingIgnoredDuringExecution()
                    .endNodeAffinity();
        }
        return affinity.build();
    }

    private static NodeSelectorTerm node(String name) {
        return new NodeSelectorTermBuilder()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(name)
                .endMatchField()
                .build();
    }
}
