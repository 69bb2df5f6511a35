package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.Extension;
import hudson.model.Item;
import hudson.security.ACL;
import io.jenkins.plugins.kuberelease.cloud.JenkinsConnections;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.jenkins.plugins.kuberelease.config.ConnectionTester;
import io.kuberelease.adapters.cluster.ClientClusters;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.access.ConfiguredClusters;
import io.kuberelease.app.access.ConnectionTrial;
import io.kuberelease.app.access.KnownSecrets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** Tests settings by connecting with the credentials that they name. */
@Extension
public final class JenkinsConnectionTester implements ConnectionTester {
    @Override
    public String tryCluster(@Nullable Item item, ConfiguredCluster cluster) {
        String id = cluster.getCredentialsId();
        if (id == null) {
            throw AccessErrors.input("there is no credential to try", "choose one");
        }
        ConfiguredClusters one = new ConfiguredClusters(
                "",
                () -> List.of(new ConfiguredClusters.Entry(
                        cluster.getName(), job -> true, Optional.of(new ClusterAccess(cluster, () -> find(item, id))))),
                new ConfiguredClusters.Clouds(name -> Optional.empty(), List::of),
                Access.Trusting.EVERYTHING,
                new KnownSecrets());
        try (Clusters clusters = new ClientClusters(one)) {
            return ConnectionTrial.cluster(clusters, cluster.getName());
        }
    }

    @Override
    public String tryRegistry(@Nullable Item item, ConfiguredRegistry registry) {
        RegistryLogins logins = new RegistryLogins();
        return ConnectionTrial.registry(
                registry.entry(),
                Optional.ofNullable(registry.getCredentialsId())
                        .map(id -> repository -> logins.login(repository, find(item, id))),
                JenkinsConnections.SHARED,
                Clock.systemUTC());
    }

    private static StandardCredentials find(@Nullable Item item, String id) {
        Stream<StandardCredentials> found = item == null
                ? RunCredentials.in(Jenkins.get(), StandardCredentials.class, id)
                : CredentialsProvider.lookupCredentialsInItem(StandardCredentials.class, item, ACL.SYSTEM2, List.of())
                        .stream()
                        .filter(CredentialsMatchers.withId(id)::matches);
        return found.findFirst()
                .orElseThrow(() -> AccessErrors.input("there is no credential " + id, "choose another one"));
    }
}
