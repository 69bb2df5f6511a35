package io.kuberelease.app.access;

import io.fabric8.kubernetes.client.Config;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.ConfigSecrets;
import io.kuberelease.adapters.cluster.InlineKubeconfig;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The clusters that a host has configured for a job: those of its folders, those of the host, and those where the host's
 * agents run.
 *
 * @param job its full name
 * @param entries the nearest folder's first, the host's own last; as they are now
 * @param clouds where agents run
 */
public record ConfiguredClusters(
        String job, Supplier<List<Entry>> entries, Clouds clouds, Access.Trusting trust, KnownSecrets known)
        implements ClusterSource {

    /**
     * One that is configured.
     *
     * @param serves whether a job may use it, by its full name
     * @param way how it is reached; absent when it has no credential
     */
    public record Entry(String name, Predicate<String> serves, Optional<Way> way) {}

    /** How a configured cluster is reached. Methods look its credential up. */
    public interface Way {
        /** The client's settings. */
        Config config();

        /** The name in the cluster's certificate, where it differs from the one in its address. */
        Optional<String> tlsServerName();

        /**
         * The settings as a kubeconfig.
         *
         * @param seen is shown the secrets that it holds, before anybody else is
         */
        String kubeconfig(Consumer<FoundSecrets> seen);
    }

    /**
     * The clusters of a host's agents, as far as the job may use them.
     *
     * @param config absent when there is none of that name
     */
    public record Clouds(Function<String, Optional<Config>> config, Supplier<List<String>> names) {}

    @Override
    public String kind() {
        return "cluster";
    }

    @Override
    public Config config(String cluster) {
        trust.admit(new Reach(Reach.Kind.CLUSTER, cluster));
        Config config = way(cluster).map(Way::config).orElseGet(() -> cloud(cluster));
        known.see(ConfigSecrets.of(config));
        return config;
    }

    @Override
    public Optional<String> tlsServerName(String cluster) {
        return way(cluster).flatMap(Way::tlsServerName);
    }

    @Override
    public String kubeconfig(String cluster) {
        trust.admit(new Reach(Reach.Kind.CLUSTER, cluster));
        return way(cluster).map(way -> way.kubeconfig(known::see)).orElseGet(() -> {
            Config config = cloud(cluster);
            known.see(ConfigSecrets.of(config));
            return InlineKubeconfig.of(cluster, config);
        });
    }

    private Optional<Way> way(String name) {
        Optional<Entry> found =
                entries.get().stream().filter(each -> each.name().equals(name)).findFirst();
        found.filter(entry -> !entry.serves().test(job)).ifPresent(entry -> {
            throw refused(
                    CauseKind.ACCESS_DENIED,
                    "cluster " + name + " may not be used by " + job + ": it is for other folders",
                    "have an administrator add the job's folder to the cluster in the configuration of kube-release");
        });
        return found.map(entry -> entry.way()
                .orElseThrow(() -> refused(
                        CauseKind.BAD_INPUT,
                        "cluster " + name + " has no credential",
                        "choose one in the configuration of kube-release")));
    }

    private Config cloud(String name) {
        return clouds.config().apply(name).orElseThrow(() -> {
            List<String> there = new ArrayList<>(entries.get().stream()
                    .filter(entry -> entry.serves().test(job))
                    .map(Entry::name)
                    .toList());
            there.addAll(clouds.names().get());
            return refused(
                    CauseKind.BAD_INPUT,
                    "no cluster " + name + " for " + job + "; there are: " + String.join(", ", there),
                    "name one of them as the environment's cluster, or add it in the configuration of kube-release");
        });
    }

    private static ReleaseException.Failed refused(CauseKind kind, String why, String advice) {
        return new ReleaseException.Failed(Cause.of(kind, why).suggesting(advice));
    }
}
