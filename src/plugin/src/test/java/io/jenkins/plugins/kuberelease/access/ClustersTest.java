package io.jenkins.plugins.kuberelease.access;

import static io.jenkins.plugins.kuberelease.access.Site.cluster;
import static io.jenkins.plugins.kuberelease.access.Site.reach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.testkit.google.StrictTokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** With what configured clusters are reached, and by whom. */
@WithJenkins
class ClustersTest {
    private static JenkinsRule jenkins;
    private static ApiServer api;
    private static Site site;
    private static Run<?, ?> build;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        api = new ApiServer();
        site = new Site(rule);
        build = site.build();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        jenkins.after();
    }

    @Test
    void aTokenIsShownToTheConfiguredAddress() throws Exception {
        Vault.keep(Vault.text("token", "s3cr3t-token"));
        Site.clusters(cluster("staging", api.address(), "token"));

        assertThat(reach(build, "staging")).isEqualTo(ApiServer.UID);

        assertThat(api.lastSeen()).isEqualTo("Bearer s3cr3t-token");
    }

    @Test
    void aUserAndAPasswordAreShown() throws Exception {
        Vault.keep(Vault.password("basic", "jane", "pa:ss"));
        Site.clusters(cluster("staging", api.address(), "basic"));

        reach(build, "staging");

        assertThat(api.lastSeen()).isEqualTo("Basic " + base64("jane:pa:ss"));
    }

    @Test
    void anAccessKeyMakesATokenForEks() throws Exception {
        Vault.keep(Vault.password("aws", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
        ConfiguredCluster eks = cluster("shop", api.address(), "aws");
        eks.setEksCluster("arn:aws:eks:eu-west-1:123456789012:cluster/shop");
        Site.clusters(eks);

        reach(build, "shop");

        String token = api.lastSeen().replaceFirst("^Bearer k8s-aws-v1\\.", "");
        assertThat(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8))
                .startsWith("https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15")
                .contains("X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F", "X-Amz-SignedHeaders=host%3Bx-k8s-aws-id")
                .doesNotContain("wJalr");
    }

    @Test
    void anotherCredentialThanAnAccessKeyIsRefusedForEks() throws Exception {
        Vault.keep(Vault.text("no-key", "x"));
        ConfiguredCluster eks = cluster("eks", api.address(), "no-key");
        eks.setEksCluster("arn:aws:eks:eu-west-1:123456789012:cluster/eks");
        Site.clusters(eks);

        assertRefused("eks", "credential no-key is not an access key of AWS");
    }

    @Test
    void aServiceAccountsKeyBuysATokenForGke() throws Exception {
        try (StrictTokens google = new StrictTokens()) {
            System.setProperty(CloudServices.GOOGLE, google.address().toString());
            Vault.keep(Vault.file("gcp", google.keyFile()));
            Site.clusters(cluster("gke", api.address(), "gcp"));

            reach(build, "gke");

            assertThat(api.lastSeen()).isEqualTo("Bearer ya29.token-1");
        } finally {
            System.clearProperty(CloudServices.GOOGLE);
        }
    }

    @Test
    void aFoldersClusterIsNotReachedFromOutside() throws Exception {
        Folder folder = site.folder();
        Vault.keep(folder, Vault.text("of-folder", "folders-token"));
        Site.clusters(folder, cluster("theirs", api.address(), "of-folder"));
        Site.clusters();

        assertThat(reach(site.buildIn(folder), "theirs")).isEqualTo(ApiServer.UID);
        assertThat(api.lastSeen()).isEqualTo("Bearer folders-token");
        assertRefused("theirs", "no cluster theirs");
    }

    @Test
    void aFoldersCredentialIsNotFoundFromOutsideThoughTheClusterIsForAll() throws Exception {
        Folder folder = site.folder();
        Vault.keep(folder, Vault.text("hidden", "hidden-token"));
        Site.clusters(cluster("all", api.address(), "hidden"));

        assertThat(reach(site.buildIn(folder), "all")).isEqualTo(ApiServer.UID);
        assertRefused("all", "no credential hidden that");
    }

    @Test
    void aClusterForSomeFoldersIsRefusedToOthersByName() throws Exception {
        Vault.keep(Vault.text("shared", "x"));
        Folder folder = site.folder();
        ConfiguredCluster cluster = cluster("narrow", api.address(), "shared");
        cluster.setFolders("/" + folder.getFullName() + "/\nother");
        Site.clusters(cluster);

        assertThat(reach(site.buildIn(folder), "narrow")).isEqualTo(ApiServer.UID);
        assertRefused("narrow", "may not be used by");
    }

    @Test
    void aCredentialForJenkinsAloneServesJenkinsOwnSettingsAndNoFolders() throws Exception {
        Vault.keep(Vault.text(CredentialsScope.SYSTEM, "reserved", "reserved-token"));
        Folder folder = site.folder();
        Site.clusters(cluster("own", api.address(), "reserved"));
        Site.clusters(folder, cluster("taken", api.address(), "reserved"));
        Run<?, ?> inside = site.buildIn(folder);

        assertThat(reach(inside, "own")).isEqualTo(ApiServer.UID);
        assertThatThrownBy(() -> reach(inside, "taken"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("no credential reserved that");
    }

    private static void assertRefused(String cluster, String why) {
        int before = api.requests();
        assertThatThrownBy(() -> reach(build, cluster))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining(why);
        assertThat(api.requests()).as("nobody came").isEqualTo(before);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
