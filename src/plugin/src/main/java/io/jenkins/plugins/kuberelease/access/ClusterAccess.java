package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.kuberelease.cloud.CloudTokens;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.kuberelease.adapters.cloud.aws.EksCluster;
import io.kuberelease.adapters.cluster.ConfigSecrets;
import io.kuberelease.adapters.cluster.ExpiringTokenProvider;
import io.kuberelease.adapters.cluster.InlineKubeconfig;
import io.kuberelease.adapters.cluster.RenewedToken;
import io.kuberelease.adapters.cluster.UntrustedKubeconfig;
import io.kuberelease.app.access.ConfiguredClusters;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jenkins.authentication.tokens.api.AuthenticationTokens;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthConfig;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Access to a configured cluster with a credential of Jenkins. */
final class ClusterAccess implements ConfiguredClusters.Way {
    private final ConfiguredCluster cluster;
    private final Supplier<StandardCredentials> credential;
    private final CloudTokens tokens = new CloudTokens();

    /**
     * @param credential looked up each time, so that a secret that was changed is used from then on
     */
    ClusterAccess(ConfiguredCluster cluster, Supplier<StandardCredentials> credential) {
        this.cluster = cluster;
        this.credential = credential;
    }

    @Override
    public Config config() {
        String address = cluster.getAddress();
        Config config = address == null ? handedSettings() : at(address);
        throughProxy(config);
        return config;
    }

    @Override
    public String kubeconfig(Consumer<FoundSecrets> seen) {
        Config config = config();
        seen.accept(ConfigSecrets.of(config));
        return cluster.getAddress() == null ? handed() : InlineKubeconfig.of(cluster.getName(), config);
    }

    @Override
    public Optional<String> tlsServerName() {
        return cluster.getAddress() == null
                ? kubeconfigOf(credential.get())
                        .tlsServerName(cluster.getName(), Optional.ofNullable(cluster.getContext()))
                : Optional.empty();
    }

    private Config at(String address) {
        Config config = authenticated(address);
        if (config.getOauthToken() != null) {
            RenewedToken token = new RenewedToken(() -> authenticated(address).getOauthToken(), Clock.systemUTC());
            config.setOauthTokenProvider(isMade() ? (ExpiringTokenProvider) token::getToken : token);
        }
        return config;
    }

    private boolean isMade() {
        return made(credential.get()).isPresent();
    }

    private Config authenticated(String address) {
        StandardCredentials found = credential.get();
        String authority = cluster.getCaCertificate();
        ConfigBuilder builder = new ConfigBuilder(Config.empty()).withMasterUrl(address);
        if (authority != null) {
            builder.withCaCertData(Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8)));
        }
        Optional<String> made = made(found);
        if (made.isPresent()) {
            return builder.withOauthToken(made.get()).build();
        }
        return decorated(found, builder, new KubernetesAuthConfig(address, authority, false));
    }

    private Config decorated(StandardCredentials found, ConfigBuilder builder, KubernetesAuthConfig place) {
        KubernetesAuth auth = AuthenticationTokens.convert(KubernetesAuth.class, found);
        if (auth == null) {
            throw AccessErrors.input(
                    "credential " + found.getId() + " can't be used at the address of cluster " + cluster.getName(),
                    "choose a token, a user with password, a service account, a client certificate or a service"
                            + " account of Google's, give the EKS cluster's ARN for AWS credentials, or leave the address"
                            + " empty for a kubeconfig");
        }
        try {
            return auth.decorate(builder, place).build();
        } catch (KubernetesAuthException problem) {
            throw AccessErrors.access(
                    "credential " + found.getId() + " gives no access to cluster " + cluster.getName() + ": "
                            + problem.getMessage(),
                    "check the credential");
        }
    }

    private String handed() {
        return kubeconfigOf(credential.get()).only(cluster.getName(), Optional.ofNullable(cluster.getContext()));
    }

    private Config handedSettings() {
        return kubeconfigOf(credential.get()).settings(cluster.getName(), Optional.ofNullable(cluster.getContext()));
    }

    private UntrustedKubeconfig kubeconfigOf(StandardCredentials found) {
        return UntrustedKubeconfig.read("credential " + found.getId(), text(found));
    }

    private String text(StandardCredentials found) {
        if (found instanceof StringCredentials text) {
            return text.getSecret().getPlainText();
        }
        if (found instanceof FileCredentials file) {
            return CloudTokens.content(file);
        }
        throw AccessErrors.input(
                "cluster " + cluster.getName() + " has no address, and credential " + found.getId()
                        + " is not a kubeconfig",
                "set the address, or choose a secret file that holds a kubeconfig");
    }

    /**
     * A token for Amazon or Google, made here so that it can be renewed at any time; valid for at least ten minutes,
     * unless the service gives only shorter ones. Absent when the credential is not for making tokens.
     */
    private Optional<String> made(StandardCredentials found) {
        String arn = cluster.getEksCluster();
        return (arn == null ? tokens.google(found) : Optional.of(eks(arn, found)))
                .map(token -> token.password().reveal());
    }

    private Credentials eks(String arn, StandardCredentials found) {
        EksCluster place = EksCluster.of(arn)
                .orElseThrow(() -> AccessErrors.input(
                        "\"" + arn + "\" is not the ARN of an EKS cluster",
                        "take it from aws eks describe-cluster: arn:aws:eks:eu-west-1:123456789012:cluster/name"));
        return tokens.eks(found, place)
                .orElseThrow(() -> AccessErrors.input(
                        "credential " + found.getId() + " is not an access key of AWS, which cluster "
                                + cluster.getName() + " at EKS needs",
                        "choose AWS credentials, or a user with password that are a key's id and its secret"));
    }

    /** Sets the proxy of Jenkins, unless the cluster's settings have one or Jenkins excludes this server from it. */
    private static void throughProxy(Config config) {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        String host = URI.create(config.getMasterUrl()).getHost();
        if (proxy == null
                || config.getHttpsProxy() != null
                || proxy.createProxy(host).type() == Proxy.Type.DIRECT) {
            return;
        }
        String address = "http://" + proxy.getName() + ":" + proxy.getPort();
        config.setHttpProxy(address);
        config.setHttpsProxy(address);
        config.setProxyUsername(proxy.getUserName());
        config.setProxyPassword(Secret.toString(proxy.getSecretPassword()));
    }
}
