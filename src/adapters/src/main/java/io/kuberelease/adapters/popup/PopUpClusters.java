package io.kuberelease.adapters.popup;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The clusters of a host, and beside them those that were made when they were needed: one that is not there, or not any
 * more, is said to be just that.
 */
public final class PopUpClusters implements Clusters {
    private final Supplier<? extends Clusters> others;
    private final PopUpStore store;
    private final ClusterUsers users;
    private final ChildEnvironment environment;
    /** By the cluster's identity: one that was made anew under the same name has another. */
    private final Map<String, KubeconfigClusters> open = new HashMap<>();

    /**
     * @param others the host's own clusters; asked for only when one of them is meant, and not closed here
     * @param users remembers what this process uses
     * @param environment of the login plugins that a kubeconfig may name
     */
    public PopUpClusters(
            Supplier<? extends Clusters> others, PopUpStore store, ClusterUsers users, ChildEnvironment environment) {
        this.others = others;
        this.store = store;
        this.users = users;
        this.environment = environment;
    }

    @Override
    public KubernetesClient client(Target target) {
        return PopUpName.of(target.cluster())
                .map(this::there)
                .map(there -> there.clusters().client(there.target(target)))
                .orElseGet(() -> others.get().client(target));
    }

    @Override
    public String kubeconfig(Target target) {
        return PopUpName.of(target.cluster())
                .map(this::there)
                .map(there -> there.clusters().kubeconfig(there.target(target)))
                .orElseGet(() -> others.get().kubeconfig(target));
    }

    @Override
    public String clusterId(String cluster) {
        return PopUpName.of(cluster)
                .map(this::there)
                .map(there -> there.clusters().clusterId(there.context()))
                .orElseGet(() -> others.get().clusterId(cluster));
    }

    /** A cluster that was made, under the name that its own kubeconfig has for it. */
    private record There(KubeconfigClusters clusters, String context) {
        Target target(Target target) {
            return new Target(context, target.clusterId(), target.namespace());
        }
    }

    private synchronized There there(PopUpName name) {
        PopUp popUp = store.find(name)
                .filter(known -> known.state() != PopUp.State.DELETING)
                .orElseThrow(() -> gone(name));
        if (popUp.state() == PopUp.State.MAKING) {
            // What stands in its kubeconfig may be of a try that is about to be cleared away.
            throw beingMade(popUp, "it has not answered yet");
        }
        users.use(name);
        Path file = store.kubeconfig(name);
        KubeconfigClusters clusters =
                open.computeIfAbsent(made(popUp), identity -> KubeconfigClusters.in(file, environment));
        Optional<String> context = clusters.current();
        if (context.isEmpty()) {
            // Read once for all: it may be written yet.
            open.remove(made(popUp));
            clusters.close();
            throw beingMade(popUp, file + " names no context yet");
        }
        return new There(clusters, context.get());
    }

    /** One that was half made is made again under its name. */
    private static String made(PopUp popUp) {
        return popUp.identity() + " " + popUp.since();
    }

    private static ReleaseException.Failed beingMade(PopUp popUp, String why) {
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.UNAVAILABLE,
                        "cluster " + popUp.name() + " (" + popUp.identity() + ") is being made: " + why)
                .suggesting("see kube-release clusters list"));
    }

    private ReleaseException.Failed gone(PopUpName name) {
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.UNAVAILABLE,
                        "cluster " + name + " is not there: "
                                + store.epitaph(name).orElse("it was not made on this machine"))
                .suggesting("begin a release with kube-release run, which makes it"));
    }

    @Override
    public synchronized void close() {
        open.values().forEach(KubeconfigClusters::close);
        open.clear();
    }
}
