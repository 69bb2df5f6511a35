package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The clusters of the user's kubeconfig, by the names of its contexts. */
public final class KubeconfigClusters implements Clusters {
    private final Kubeconfig kubeconfig;
    private final ClientClusters clusters;

    /**
     * @param files the kubeconfig files; of several entries with a name the first one wins; missing files are skipped
     */
    public KubeconfigClusters(List<Path> files) {
        this(files, new PluginRunner(new ChildEnvironment(System.getenv()), false), new Proxies(System.getenv()));
    }

    private KubeconfigClusters(List<Path> files, PluginRunner plugins, Proxies proxies) {
        this.kubeconfig = Kubeconfig.read(files);
        this.clusters = new ClientClusters(new Contexts(
                kubeconfig, new ClientSettings(plugins, proxies, InstantSource.system()), new ConcurrentHashMap<>()));
    }

    /**
     * The clusters of the files that {@code KUBECONFIG} lists, else of {@code ~/.kube/config}.
     *
     * @param environment the environment of login plugins, which also names proxies
     * @param person whether somebody is at the terminal, whom a plugin may ask
     */
    public static KubeconfigClusters of(ChildEnvironment environment, Path home, boolean person) {
        String listed = environment.getOrDefault("KUBECONFIG", "");
        PluginRunner plugins = new PluginRunner(environment, person);
        Proxies proxies = new Proxies(environment.variables());
        if (listed.isBlank()) {
            return new KubeconfigClusters(List.of(home.resolve(".kube/config")), plugins, proxies);
        }
        return new KubeconfigClusters(
                Arrays.stream(listed.split(File.pathSeparator, -1))
                        .filter(path -> !path.isBlank())
                        .map(Path::of)
                        .toList(),
                plugins,
                proxies);
    }

    /**
     * The clusters of one file that a program has written.
     *
     * @param environment the environment of login plugins, which also names proxies
     */
    public static KubeconfigClusters in(Path file, ChildEnvironment environment) {
        return new KubeconfigClusters(
                List.of(file), new PluginRunner(environment, false), new Proxies(environment.variables()));
    }

    /** The name of the current context, or of the only one. */
    public Optional<String> current() {
        return kubeconfig.current();
    }

    /** The contexts' names, which may be used as a target's cluster. */
    public List<String> contexts() {
        return kubeconfig.contexts();
    }

    /** The addresses of clusters to which the environment's proxies may apply, by context; for showing them. */
    public Map<String, URI> servers() {
        return kubeconfig.servers();
    }

    @Override
    public KubernetesClient client(Target target) {
        return clusters.client(target);
    }

    @Override
    public String kubeconfig(Target target) {
        return clusters.kubeconfig(target);
    }

    @Override
    public String clusterId(String cluster) {
        return clusters.clusterId(cluster);
    }

    @Override
    public void close() {
        clusters.close();
    }

    /**
     * The settings of clusters, made from a kubeconfig's contexts.
     *
     * @param made the settings so far by context, cached so that a plugin logs in once
     */
    private record Contexts(Kubeconfig kubeconfig, ClientSettings settings, Map<String, Config> made)
            implements ClusterSource {

        @Override
        public String kind() {
            return "context";
        }

        @Override
        public Config config(String cluster) {
            return made.computeIfAbsent(cluster, name -> settings.of(entry(name)));
        }

        @Override
        public Optional<String> tlsServerName(String cluster) {
            return Optional.ofNullable(entry(cluster).cluster().getTlsServerName())
                    .filter(name -> !name.isEmpty());
        }

        /** Made from our own client's settings, so that both are the same user in the same cluster. */
        @Override
        public String kubeconfig(String cluster) {
            return InlineKubeconfig.of(cluster, config(cluster), tlsServerName(cluster));
        }

        private ContextEntry entry(String context) {
            return kubeconfig.entry(context).orElseThrow(() -> unknown(context));
        }

        private ReleaseException.Failed unknown(String context) {
            List<String> known = kubeconfig.contexts();
            String there = known.isEmpty() ? "there are none" : "there are: " + String.join(", ", known);
            return new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "no context " + context + " in " + kubeconfig.places() + "; " + there)
                            .suggesting("name one of them as the environment's cluster, or set KUBECONFIG"));
        }
    }
}
