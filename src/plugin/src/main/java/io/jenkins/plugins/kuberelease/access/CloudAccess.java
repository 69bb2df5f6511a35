package io.jenkins.plugins.kuberelease.access;

import hudson.model.Item;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.kuberelease.cloud.CloudTokens;
import io.kuberelease.adapters.cluster.ClientClusters;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.cluster.ExpiringTokenProvider;
import io.kuberelease.adapters.cluster.InlineKubeconfig;
import io.kuberelease.adapters.cluster.RenewedToken;
import io.kuberelease.adapters.cluster.UntrustedKubeconfig;
import io.kuberelease.app.access.ConfiguredClusters;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesFolderProperty;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jspecify.annotations.Nullable;

/** Access to the cluster of one of the Kubernetes plugin's clouds, with the credential that agents are created with. */
public final class CloudAccess {
    private final KubernetesCloud cloud;

    private CloudAccess(KubernetesCloud cloud) {
        this.cloud = cloud;
    }

    /**
     * Finds a cloud by name; absent when there is none.
     *
     * @throws ReleaseException.Failed when it is restricted to folders that the job is not in
     */
    static Optional<CloudAccess> find(String name, AccessPlace place) {
        Optional<KubernetesCloud> found = Jenkins.get().clouds.getAll(KubernetesCloud.class).stream()
                .filter(cloud -> cloud.name.equals(name))
                .findFirst();
        found.filter(cloud -> !allows(cloud, place)).ifPresent(cloud -> {
            throw AccessErrors.access(
                    "cloud " + name + " may not be used by " + place.name()
                            + ": its use is restricted to folders that allow it",
                    "have an administrator allow the cloud in the configuration of the job's folder");
        });
        return found.map(CloudAccess::new);
    }

    static List<String> names(AccessPlace place) {
        return Jenkins.get().clouds.getAll(KubernetesCloud.class).stream()
                .filter(cloud -> allows(cloud, place))
                .map(cloud -> cloud.name)
                .toList();
    }

    private static boolean allows(KubernetesCloud cloud, AccessPlace place) {
        if (!cloud.isUsageRestricted()) {
            return true;
        }
        Set<String> allowed = new HashSet<>();
        KubernetesFolderProperty.collectAllowedClouds(allowed, place.group());
        return allowed.contains(cloud.name);
    }

    /** Settings for a client of our own: theirs is shared with the provisioning of agents, and is not to be closed. */
    Config config() {
        refuseKubeconfigThatActs();
        Config config = new ConfigBuilder(theirs()).build();
        RenewedToken token = new RenewedToken(this::token, Clock.systemUTC());
        if (config.getOauthTokenProvider() != null) {
            config.setOauthTokenProvider((ExpiringTokenProvider) token::getToken);
        } else if (config.getOauthToken() != null) {
            config.setOauthTokenProvider(token);
        }
        return config;
    }

    private @Nullable String token() {
        Config now = theirs();
        return now.getOauthTokenProvider() == null
                ? now.getOauthToken()
                : now.getOauthTokenProvider().getToken();
    }

    private Config theirs() {
        try {
            return cloud.connect().getConfiguration();
        } catch (KubernetesAuthException problem) {
            throw AccessErrors.access(
                    "cloud " + cloud.name + " gives no access to its cluster: " + problem.getMessage(),
                    "check the credential of the cloud");
        } catch (IOException problem) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "cloud " + cloud.name + " is not reached: " + problem.getMessage()),
                    Duration.ZERO,
                    problem);
        }
    }

    /** Called before the Kubernetes plugin reads the kubeconfig, for it would follow what is written there. */
    private void refuseKubeconfigThatActs() {
        String id = cloud.getCredentialsId();
        if (id != null) {
            RunCredentials.in(Jenkins.get(), FileCredentials.class, id)
                    .forEach(file -> UntrustedKubeconfig.read("credential " + id, CloudTokens.content(file))
                            .admitToOthers(cloud.name));
        }
    }

    /** The clouds that may be used there. */
    static ConfiguredClusters.Clouds of(AccessPlace place) {
        return new ConfiguredClusters.Clouds(name -> find(name, place).map(CloudAccess::config), () -> names(place));
    }

    /**
     * The clusters in which a job's agents run, by the names of their clouds; to be closed by the caller. A job that may
     * have agents in a cloud may have other pods there too. That includes a change from outside of the repository, since
     * its build runs there already.
     */
    public static Clusters ofAgents(Item job) {
        return new ClientClusters(new OfAgents(AccessPlace.of(job)));
    }

    private record OfAgents(AccessPlace place) implements ClusterSource {
        @Override
        public String kind() {
            return "cloud";
        }

        @Override
        public Config config(String cluster) {
            return find(cluster, place)
                    .orElseThrow(() -> AccessErrors.input(
                            "there is no Kubernetes cloud " + cluster + " any more",
                            "let the agent run in one that there is"))
                    .config();
        }

        @Override
        public String kubeconfig(String cluster) {
            return InlineKubeconfig.of(cluster, config(cluster));
        }
    }
}
