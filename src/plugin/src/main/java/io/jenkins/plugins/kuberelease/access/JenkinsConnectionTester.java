package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.Extension;
import hudson.model.Item;
import hudson.security.ACL;
import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.kuberelease.cloud.JenkinsConnections;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.jenkins.plugins.kuberelease.config.ConnectionTester;
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

/** Tests settings by connecting with the credentials that they name. */
@Extension
public final class JenkinsConnectionTester implements ConnectionTester {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NOWHERE = "kube-release/connection-test";

    @Override
    public String tryCluster(@Nullable Item item, ConfiguredCluster cluster) {
        String id = cluster.getCredentialsId();
        if (id == null) {
            throw AccessErrors.input("there is no credential to try", "choose one");
        }
        try (Clusters clusters = new ClientClusters(new One(new ClusterAccess(cluster, () -> find(item, id))))) {
            Target target = new Target(cluster.getName(), Optional.empty(), new Namespace("default"));
            String user = new io.kuberelease.adapters.kubernetes.access.ClusterAccess(clusters).user(target);
            return "The cluster knows us as " + user + ". " + id(clusters, cluster.getName());
        }
    }

    /** The cluster's id, which environments can be pinned to; not every user may read it. */
    private static String id(Clusters clusters, String name) {
        try {
            return "Its id is " + clusters.clusterId(name) + ".";
        } catch (ReleaseException.Failed refused) {
            return "Its id is not told: the user may not read namespace kube-system.";
        }
    }

    @Override
    public String tryRegistry(@Nullable Item item, ConfiguredRegistry registry) {
        ImageRepository repository = new ImageRepository(
                registry.getPrefix().contains("/") ? registry.getPrefix() : registry.getPrefix() + "/" + NOWHERE);
        RegistryLogins logins = new RegistryLogins();
        String id = registry.getCredentialsId();
        new OciRegistry(
                        unused -> Optional.ofNullable(id).map(each -> logins.login(repository, find(item, each))),
                        new PlainHttp(
                                registry.isPlainHttp() ? Set.of(registry.entry().host()) : Set.of()),
                        LIMIT,
                        Clock.systemUTC(),
                        JenkinsConnections.SHARED)
                .resolve(repository, "latest");
        return registry.entry().host() + " lets us in" + (id == null ? " without a credential" : "");
    }

    private static StandardCredentials find(@Nullable Item item, String id) {
        List<StandardCredentials> found = item == null
                ? CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of())
                : CredentialsProvider.lookupCredentialsInItem(StandardCredentials.class, item, ACL.SYSTEM2, List.of());
        return found.stream()
                .filter(CredentialsMatchers.withId(id)::matches)
                .findFirst()
                .orElseThrow(() -> AccessErrors.input("there is no credential " + id, "choose another one"));
    }

    /** The cluster to test, whatever name is asked for. */
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
            return access.kubeconfig(config -> {});
        }
    }
}
