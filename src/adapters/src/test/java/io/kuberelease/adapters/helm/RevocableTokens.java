package io.kuberelease.adapters.helm;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.ExpiringTokenProvider;
import io.kuberelease.adapters.cluster.InlineKubeconfig;
import java.time.Duration;
import java.time.Instant;

/**
 * Comes to a cluster as a service account of a namespace, with tokens that end as soon as a test wants it: each is bound
 * to a Secret, and ends with it.
 */
final class RevocableTokens implements ClusterSource, AutoCloseable {
    private static final String ACCOUNT = "deployer";

    private final KubernetesClient admin;
    private volatile String token;

    /**
     * @param admin of the namespace with the account, which may do everything everywhere
     */
    RevocableTokens(KubernetesClient admin) {
        this.admin = admin;
        admin.serviceAccounts()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(ACCOUNT)
                        .endMetadata()
                        .build())
                .create();
        admin.rbac().clusterRoleBindings().resource(everything()).create();
        token = made("first");
    }

    /** Has another token from now on; returns once the first one is refused. */
    void renew() throws InterruptedException {
        String old = token;
        token = made("second");
        admin.secrets().withName("first").delete();
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (isGood(old)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("the cluster takes a token that was revoked");
            }
            Thread.sleep(200);
        }
    }

    @Override
    public void close() {
        admin.rbac().clusterRoleBindings().withName(admin.getNamespace()).delete();
    }

    @Override
    public String kind() {
        return "cluster";
    }

    @Override
    public Config config(String cluster) {
        Config config = plain();
        config.setOauthTokenProvider((ExpiringTokenProvider) () -> token);
        return config;
    }

    @Override
    public String kubeconfig(String cluster) {
        return InlineKubeconfig.of(cluster, config(cluster));
    }

    private Config plain() {
        Config known = admin.getConfiguration();
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(known.getMasterUrl())
                .withCaCertData(known.getCaCertData())
                .withCaCertFile(known.getCaCertFile())
                .build();
    }

    private boolean isGood(String old) {
        Config config = plain();
        config.setOauthToken(old);
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            client.secrets().inNamespace(admin.getNamespace()).list();
            return true;
        } catch (KubernetesClientException refused) {
            return refused.getCode() != 401;
        }
    }

    private String made(String name) {
        Secret secret = admin.secrets()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return admin.serviceAccounts()
                .withName(ACCOUNT)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withNewBoundObjectRef()
                        .withKind("Secret")
                        .withApiVersion("v1")
                        .withName(name)
                        .withUid(secret.getMetadata().getUid())
                        .endBoundObjectRef()
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    private ClusterRoleBinding everything() {
        return new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(admin.getNamespace())
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(ACCOUNT)
                .withNamespace(admin.getNamespace())
                .endSubject()
                .build();
    }
}
