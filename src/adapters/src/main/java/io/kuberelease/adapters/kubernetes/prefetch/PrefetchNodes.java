package io.kuberelease.adapters.kubernetes.prefetch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import io.kuberelease.model.ImageRepository;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where images will be needed, and how they are reached there, going by the pods that run the app now.
 *
 * @param names the nodes; empty: whichever the scheduler chooses
 * @param pullSecrets of those pods; empty: those of the service account
 * @param tolerations of those pods, without which they would not be on their nodes
 */
record PrefetchNodes(List<String> names, List<LocalObjectReference> pullSecrets, List<Toleration> tolerations) {
    /** At most so many nodes: the first pods of a rollout are what people wait for. */
    private static final int MOST = 10;

    PrefetchNodes {
        names = List.copyOf(names);
        pullSecrets = List.copyOf(pullSecrets);
        tolerations = List.copyOf(tolerations);
    }

    /**
     * @param pods those of the namespace
     * @param repositories the app's images, in whatever version
     */
    static PrefetchNodes of(Collection<Pod> pods, List<ImageRepository> repositories) {
        List<Pod> running = pods.stream()
                .filter(pod -> pod.getSpec().getNodeName() != null)
                .filter(pod -> repositories.stream().anyMatch(repository -> runs(pod, repository)))
                .toList();
        return new PrefetchNodes(
                running.stream()
                        .map(pod -> pod.getSpec().getNodeName())
                        .distinct()
                        .sorted()
                        .limit(MOST)
                        .toList(),
                running.stream()
                        .flatMap(pod -> pod.getSpec().getImagePullSecrets().stream())
                        .distinct()
                        .toList(),
                running.stream()
                        .flatMap(pod -> pod.getSpec().getTolerations().stream())
                        .distinct()
                        .toList());
    }

    private static boolean runs(Pod pod, ImageRepository repository) {
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .map(Container::getImage)
                .anyMatch(image -> image.startsWith(repository + "@") || image.startsWith(repository + ":"));
    }
}
