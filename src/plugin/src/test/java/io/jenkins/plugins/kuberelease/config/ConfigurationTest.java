package io.jenkins.plugins.kuberelease.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import io.jenkins.plugins.kuberelease.access.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Settings survive the pages on which people set them, and the disk. */
@WithJenkins
class ConfigurationTest {
    private static final String SECRET = "t0p-s3cr3t-token";
    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Vault.keep(
                Vault.text("staging-token", SECRET),
                Vault.file("kubeconfig", "token: " + SECRET),
                Vault.password("registry", "jane", SECRET));
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @Test
    void whatIsOnThePageIsWhatIsSaved() throws Exception {
        KubeReleaseConfiguration settings = KubeReleaseConfiguration.get();
        settings.setClusters(List.of(atAddress(), byFile()));
        settings.setRegistries(List.of(registry("ghcr.io/acme", true), registry("localhost:5000", false)));

        jenkins.configRoundtrip();

        assertThat(settings.getClusters()).usingRecursiveComparison().isEqualTo(List.of(atAddress(), byFile()));
        assertThat(settings.getRegistries())
                .usingRecursiveComparison()
                .isEqualTo(List.of(registry("ghcr.io/acme", true), registry("localhost:5000", false)));
    }

    @Test
    void whatWasTakenOffThePageIsGone() throws Exception {
        KubeReleaseConfiguration settings = KubeReleaseConfiguration.get();
        settings.setClusters(List.of());
        settings.setRegistries(List.of(registry("ghcr.io/acme", true)));

        jenkins.configRoundtrip();

        assertThat(settings.getClusters()).isEmpty();
        assertThat(settings.getRegistries()).hasSize(1);
    }

    @Test
    void aFoldersPageKeepsWhatIsTheFolders() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "web");
        FolderSettings settings = new FolderSettings();
        settings.setClusters(List.of(atAddress()));
        settings.setRegistries(List.of(registry("ghcr.io/acme", false)));
        folder.addProperty(settings);

        Folder saved = jenkins.configRoundtrip(folder);

        FolderSettings read = saved.getProperties().get(FolderSettings.class);
        assertThat(read.getClusters()).usingRecursiveComparison().isEqualTo(List.of(atAddress()));
        assertThat(read.getRegistries()).usingRecursiveComparison().isEqualTo(List.of(registry("ghcr.io/acme", false)));
    }

    @Test
    void nothingSecretIsWrittenDown() throws Exception {
        KubeReleaseConfiguration.get().setClusters(List.of(atAddress(), byFile()));
        jenkins.configRoundtrip();

        try (Stream<Path> files = Files.list(jenkins.jenkins.getRootDir().toPath())) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".xml")).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(SECRET);
            }
        }
        assertThat(jenkins.jenkins.getRootDir().toPath().resolve(KubeReleaseConfiguration.class.getName() + ".xml"))
                .content()
                .contains("staging-token", "kubeconfig");
    }

    private static ConfiguredCluster atAddress() {
        ConfiguredCluster cluster = new ConfiguredCluster("staging");
        cluster.setAddress("https://203.0.113.7:6443");
        cluster.setCaCertificate(PEM);
        cluster.setCredentialsId("staging-token");
        cluster.setEksCluster("arn:aws:eks:eu-west-1:123456789012:cluster/shop");
        cluster.setFolders("web/shop\nweb/blog");
        return cluster;
    }

    private static ConfiguredCluster byFile() {
        ConfiguredCluster cluster = new ConfiguredCluster("production");
        cluster.setCredentialsId("kubeconfig");
        cluster.setContext("production");
        return cluster;
    }

    private static ConfiguredRegistry registry(String prefix, boolean locked) {
        ConfiguredRegistry registry = new ConfiguredRegistry(prefix);
        registry.setCredentialsId(locked ? "registry" : null);
        registry.setPlainHttp(!locked);
        return registry;
    }
}
