package io.jenkins.plugins.kuberelease.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.jenkins.plugins.kuberelease.config.FolderSettings;
import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.access.KnownSecrets;
import io.kuberelease.model.ImageRepository;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Which registries are spoken to in the clear, when several entries are for one. */
@WithJenkins
class PlainRegistriesTest {
    @Test
    void aFoldersEntryTakesTlsFromNoOtherOfItsHost(JenkinsRule jenkins) throws Exception {
        Site.registries(Site.registry("reg.example", "system-password"));

        assertThat(seenBelow(jenkins, plain("reg.example/none"), plain("own.example:5000")))
                .containsExactly("own.example:5000");
    }

    @Test
    void aHostIsPlainWhenAllItsEntriesSaySo(JenkinsRule jenkins) throws Exception {
        Site.registries(plain("reg.example"), plain("other.example"));

        assertThat(seenBelow(jenkins, plain("reg.example/web"), Site.registry("other.example/web", "own")))
                .containsExactly("reg.example");
    }

    @Test
    void theOwnerOfAnAccessKeyMayHaveRepositoriesMadeInAmazonsRegistriesAlone(JenkinsRule jenkins) throws Exception {
        String ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
        String others = "123456789012.dkr.ecr.eu-west-2.amazonaws.com";
        Vault.keep(Vault.password("key", "AKIAIOSFODNN7EXAMPLE", "s3cr3t"), Vault.password("user", "jane", "s3cr3t"));
        Site.registries(Site.registry(ecr, "key"), Site.registry(others, "user"));
        Run<?, ?> build = new Site(jenkins).build();

        try (Access access = new JenkinsAccess().of(build)) {
            EcrRepositories repositories = access.ecrRepositories();
            assertThat(repositories.registry(new ImageRepository(ecr + "/web"))).isNotNull();
            assertThatThrownBy(() -> repositories.registry(new ImageRepository(others + "/web")))
                    .hasMessageContaining("credential user can't create repository " + others + "/web")
                    .hasMessageContaining("it is not an access key of AWS");
            assertThatThrownBy(() -> repositories.registry(new ImageRepository(ecr.replace("west", "east") + "/web")))
                    .hasMessageContaining("has a credential for it");
        }
    }

    /** What Slack, a registry or a cluster is given may turn up in any output of the release. */
    @Test
    void allThatIsTakenOutOfCredentialsIsKnownToWhoeverHidesIt(JenkinsRule jenkins) throws Exception {
        Vault.keep(
                Vault.password("user", "jane", "registry-s3cr3t"),
                Vault.text("slack", "xoxb-slack-s3cr3t"),
                Vault.text("early", "before-anybody-asked"));
        Site.registries(Site.registry("reg.example", "user"));
        Run<?, ?> build = new Site(jenkins).build();
        Set<String> hidden = new HashSet<>();
        KnownSecrets known = new KnownSecrets();
        RunCredentials credentials = new RunCredentials(build, known);

        assertThat(credentials.find("early", true)).isNotNull();
        known.readBy(found -> found.values().forEach(secret -> hidden.add(secret.reveal())));
        assertThat(credentials.find("slack", true)).isNotNull();
        assertThat(hidden).contains("before-anybody-asked", "xoxb-slack-s3cr3t");

        try (Access access = new JenkinsAccess().of(build)) {
            access.secretsTo(found -> found.values().forEach(secret -> hidden.add(secret.reveal())));
            assertThat(access.registries().credentials(new ImageRepository("reg.example/web")))
                    .isPresent();
        }
        assertThat(hidden).contains("registry-s3cr3t");
    }

    private static Iterable<String> seenBelow(JenkinsRule jenkins, ConfiguredRegistry... entries) throws Exception {
        Site site = new Site(jenkins);
        Folder folder = site.folder();
        FolderSettings settings = new FolderSettings();
        settings.setRegistries(List.of(entries));
        folder.addProperty(settings);
        Run<?, ?> build = site.buildIn(folder);
        try (Access access = new JenkinsAccess().of(build)) {
            return access.plainHttp();
        }
    }

    private static ConfiguredRegistry plain(String prefix) {
        ConfiguredRegistry registry = new ConfiguredRegistry(prefix);
        registry.setPlainHttp(true);
        return registry;
    }
}
