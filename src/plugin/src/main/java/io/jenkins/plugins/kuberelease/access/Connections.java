package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.security.ACL;
import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.kuberelease.adapters.cluster.ClientClusters;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** Tries what somebody is about to configure. Whoever calls this has checked that an administrator asks. */
public final class Connections {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NOWHERE = "kube-release/connection-test";

    private final CredentialSource credentials;

    private Connections(CredentialSource credentials) {
        this.credentials = credentials;
    }

    /** With the credentials of a folder, or of Jenkins. */
    public static Connections of(@Nullable Item item) {
        return new Connections((id, jenkins) ->
                find(item, id).orElseThrow(() -> Refused.input("there is no credential " + id, "choose another one")));
    }

    /**
     * Asks a cluster who it is.
     *
     * @return what to say when it answers
     * @throws io.kuberelease.model.ReleaseException when it does not, or refuses us
     */
    public String tryCluster(ConfiguredCluster cluster) {
        String id = cluster.getCredentialsId();
        if (id == null) {
            throw Refused.input("there is no credential to try", "choose one");
        }
        try (Clusters clusters =
                new ClientClusters(new One(new ClusterAccess(cluster, () -> credentials.find(id, true))))) {
            Target target = new Target(cluster.getName(), Optional.empty(), new Namespace("default"));
            String user = new io.kuberelease.adapters.kubernetes.access.ClusterAccess(clusters).user(target);
            return "The cluster knows us as " + user + ". " + id(clusters, cluster.getName());
        }
    }

    /** To pin environments to; not everybody may read it. */
    private static String id(Clusters clusters, String name) {
        try {
            return "Its id is " + clusters.clusterId(name) + ".";
        } catch (ReleaseException.Failed refused) {
            return "Its id is not told: the user may not read namespace kube-system.";
        }
    }

    /**
     * Asks a registry for an image that there is not.
     *
     * @return what to say when it answers
     * @throws io.kuberelease.model.ReleaseException when it does not, or refuses us
     */
    public String tryRegistry(ConfiguredRegistry registry) {
        ImageRepository repository = new ImageRepository(
                registry.getPrefix().contains("/") ? registry.getPrefix() : registry.getPrefix() + "/" + NOWHERE);
        RegistryLogins logins = new RegistryLogins();
        String id = registry.getCredentialsId();
        new OciRegistry(
                        unused -> Optional.ofNullable(id)
                                .map(each -> logins.login(repository, credentials.find(each, true))),
                        new PlainHttp(registry.isPlainHttp() ? Set.of(registry.host()) : Set.of()),
                        LIMIT,
                        Clock.systemUTC(),
                        ProxyConfiguration::newHttpClientBuilder)
                .resolve(repository, "latest");
        return registry.host() + " lets us in" + (id == null ? " without a credential" : "");
    }

    private static Optional<StandardCredentials> find(@Nullable Item item, String id) {
        List<StandardCredentials> found = item == null
                ? CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of())
                : CredentialsProvider.lookupCredentialsInItem(StandardCredentials.class, item, ACL.SYSTEM2, List.of());
        return found.stream().filter(CredentialsMatchers.withId(id)::matches).findFirst();
    }

    /** The one cluster that is tried. */
    private record One(ClusterAccess access) implements ClusterSource {

        @Override
        public String kind() {
            return "cluster";
        }

        @Override
        public Config config(String cluster) {
            return access.config();
        }

        @Override
        public Optional<String> tlsServerName(String cluster) {
            return access.tlsServerName();
        }

        @Override
        public String kubeconfig(String cluster) {
            return access.kubeconfig();
        }
    }
}
