package io.jenkins.plugins.kuberelease.access;

import static io.jenkins.plugins.kuberelease.access.Site.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import hudson.model.Run;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.CertUtils;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.kuberelease.adapters.cluster.UntrustedKubeconfig;
import io.kuberelease.adapters.kubernetes.access.ClusterAccess;
import io.kuberelease.app.access.Access;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The real development cluster, reached with each kind of credential: as whom, and with a kubeconfig to hand on. */
@WithJenkins
class RealClustersIT {
    /** The kind of the cluster's key, which fabric8 does not find out by itself. */
    private static final String KEY = "EC";

    private static final String PASSWORD = "changeit-changeit";

    private static JenkinsRule jenkins;
    private static Run<?, ?> build;
    private static String kubeconfig;
    private static Config config;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        build = new Site(rule).build();
        kubeconfig = Files.readString(Path.of(System.getenv("KUBECONFIG")));
        config = Config.fromKubeconfig(
                UntrustedKubeconfig.read("KUBECONFIG", kubeconfig).only("staging", Optional.of("staging")));
        config.setClientKeyAlgo(KEY);
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @Test
    void byAKubeconfig() throws Exception {
        Vault.keep(Vault.file("kubeconfig", kubeconfig));
        ConfiguredCluster cluster = new ConfiguredCluster("staging");
        cluster.setCredentialsId("kubeconfig");
        cluster.setContext("staging");
        Site.clusters(cluster);

        assertReached("staging", "admin");
    }

    @Test
    void byTheTokenOfAServiceAccount() throws Exception {
        Vault.keep(Vault.text("sa-token", serviceAccountsToken()));
        Site.clusters(withAuthority(cluster("by-token", config.getMasterUrl(), "sa-token")));

        assertThat(user("by-token")).isEqualTo("system:serviceaccount:default:default");
    }

    @Test
    void byAClientCertificate() throws Exception {
        Vault.keep(new CertificateCredentialsImpl(
                CredentialsScope.GLOBAL,
                "certificate",
                "",
                PASSWORD,
                new CertificateCredentialsImpl.UploadedKeyStoreSource(null, SecretBytes.fromRawBytes(keyStore()))));
        Site.clusters(withAuthority(cluster("by-certificate", config.getMasterUrl(), "certificate")));

        assertReached("by-certificate", "admin");
    }

    @Test
    void byACloudOfTheKubernetesPlugin() throws Exception {
        Vault.keep(Vault.text("cloud-token", serviceAccountsToken()));
        KubernetesCloud cloud = new KubernetesCloud("by-cloud");
        cloud.setServerUrl(config.getMasterUrl());
        cloud.setServerCertificate(authority());
        cloud.setCredentialsId("cloud-token");
        jenkins.jenkins.clouds.add(cloud);

        assertThat(user("by-cloud")).isEqualTo("system:serviceaccount:default:default");
    }

    private static void assertReached(String cluster, String who) {
        assertThat(user(cluster)).isEqualTo(who);
        try (Access access = new JenkinsAccess().of(build)) {
            Target target = target(cluster);
            String handed = access.clusters().kubeconfig(target);
            Config alone = Config.fromKubeconfig(handed);
            alone.setClientKeyAlgo(KEY);
            try (KubernetesClient client =
                    new KubernetesClientBuilder().withConfig(alone).build()) {
                assertThat(client.namespaces()
                                .withName("kube-system")
                                .get()
                                .getMetadata()
                                .getUid())
                        .isEqualTo(access.clusters().clusterId(cluster));
            }
        }
    }

    private static String user(String cluster) {
        try (Access access = new JenkinsAccess().of(build)) {
            return new ClusterAccess(access.clusters()).user(target(cluster));
        }
    }

    private static Target target(String cluster) {
        return new Target(cluster, Optional.empty(), new Namespace("default"));
    }

    private static String serviceAccountsToken() {
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            return client.serviceAccounts()
                    .inNamespace("default")
                    .withName("default")
                    .tokenRequest(new TokenRequestBuilder()
                            .withNewSpec()
                            .withExpirationSeconds(600L)
                            .endSpec()
                            .build())
                    .getStatus()
                    .getToken();
        }
    }

    private static byte[] keyStore() throws Exception {
        KeyStore store = CertUtils.createKeyStore(
                config.getClientCertData(), null, config.getClientKeyData(), null, KEY, PASSWORD, null, null);
        KeyStore pkcs12 = KeyStore.getInstance("PKCS12");
        pkcs12.load(null, null);
        String alias = store.aliases().nextElement();
        pkcs12.setKeyEntry(
                "me",
                store.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                store.getCertificateChain(alias));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pkcs12.store(out, PASSWORD.toCharArray());
        return out.toByteArray();
    }

    private static ConfiguredCluster withAuthority(ConfiguredCluster cluster) {
        cluster.setCaCertificate(authority());
        return cluster;
    }

    private static String authority() {
        return new String(Base64.getDecoder().decode(config.getCaCertData()), StandardCharsets.UTF_8);
    }
}
