package io.kuberelease.adapters.kubernetes.datastores;

import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.model.AppName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Target;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Work of a host whose pods get datastores: each pod, with a Secret of its own, in whichever cluster and namespace it is
 * made. Its pods are marked with its name, by which they are recognised wherever they are built. Methods block.
 *
 * @param app with the release: its name
 * @param clusters made anew each time, and closed
 */
public record SidecarBlock(
        AppName app, ReleaseId release, SidecarDatastores datastores, Supplier<Clusters> clusters, Places places) {
    private static final String PREFIX = "datastores.kube-release.io/";

    /** The clusters and namespaces where its pods are made; outlives a restart of the host. */
    public interface Places {
        /** Keeps one, before a pod is made there. */
        void add(Target target);

        /** All that were kept. */
        List<Target> all();
    }

    /** The annotation that marks the pods of the block with that name. */
    public static String mark(String name) {
        return PREFIX + name;
    }

    /** The names of the blocks that a pod with these annotations belongs to. */
    public static List<String> marked(Collection<String> annotations) {
        return annotations.stream()
                .filter(key -> key.startsWith(PREFIX))
                .map(key -> key.substring(PREFIX.length()))
                .toList();
    }

    /** The pod with the datastores, whose Secret is there then. A pod may be built repeatedly; its Secret is made once. */
    public Pod addTo(Pod pod, Target target) {
        String name = pod.getMetadata().getName();
        places.add(target);
        return inCluster(secrets -> {
            Pod decorated = datastores.addTo(pod, secrets.nameFor(name));
            secrets.create(datastores, target, name);
            return decorated;
        });
    }

    /** Makes a pod the owner of its Secret, so that it is deleted with the pod. */
    public void giveTo(Target target, String pod) {
        inCluster(secrets -> {
            secrets.giveTo(target, pod);
            return pod;
        });
    }

    /** Deletes the Secrets of its pods that are left. */
    public void end() {
        inCluster(secrets -> {
            places.all().forEach(secrets::delete);
            return secrets;
        });
    }

    private <T> T inCluster(Function<SidecarSecrets, T> work) {
        try (Clusters now = clusters.get()) {
            return work.apply(new SidecarSecrets(now, app, release));
        }
    }
}
