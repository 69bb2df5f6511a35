package io.jenkins.plugins.kuberelease.access;

import static io.jenkins.plugins.kuberelease.access.Site.cluster;
import static io.jenkins.plugins.kuberelease.access.Site.reach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.cloud.CloudCredentials;
import io.jenkins.plugins.kuberelease.cloud.CloudTokens;
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
        Site.clusters(eks("shop", "aws"));

        reach(build, "shop");

        String token = api.lastSeen().replaceFirst("^Bearer k8s-aws-v1\\.", "");
        assertThat(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8))
                .startsWith("https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15")
                .contains("X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F", "X-Amz-SignedHeaders=host%3Bx-k8s-aws-id")
                .doesNotContain("wJalr");
    }

    @Test
    void aSessionsTokenIsInTheTokenForEksAndSigned() throws Exception {
        Vault.keep(new CloudCredentials.Session("session"));
        Site.clusters(eks("shop-role", "session"));
        int before = CloudCredentials.Session.asked();

        reach(build, "shop-role");

        String token = api.lastSeen().replaceFirst("^Bearer k8s-aws-v1\\.", "");
        assertThat(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8))
                .contains("X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F", "X-Amz-Security-Token=session-")
                .doesNotContain("s3cr3t");
        assertThat(CloudCredentials.Session.asked())
                .as("a token that lasts is kept")
                .isEqualTo(before + 1);
    }

    @Test
    void anAccessKeyOfTheAwsCredentialsPluginThatIsForJenkinsAloneServesItsSettings() throws Exception {
        Vault.keep(new AWSCredentialsImpl(CredentialsScope.SYSTEM, "own-key", "AKIAIOSFODNN7EXAMPLE", "s3cr3t", ""));
        Folder folder = site.folder();
        Site.clusters(eks("shop-own", "own-key"));
        Site.clusters(folder, eks("shop-taken", "own-key"));
        Run<?, ?> inside = site.buildIn(folder);

        assertThat(reach(inside, "shop-own")).isEqualTo(ApiServer.UID);
        assertThatThrownBy(() -> reach(inside, "shop-taken"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("no credential own-key that");
    }

    @Test
    void emptyAndHalfFilledAwsCredentialsAreRefusedByName() throws Exception {
        Vault.keep(CloudCredentials.aws("empty", "", ""), CloudCredentials.aws("half", "", "s3cr3t"));
        Site.clusters(eks("none", "empty"), eks("no-id", "half"));

        assertRefused("none", "could not get an access key with credential empty: it is empty");
        assertRefused("no-id", "could not get an access key with credential half: Access key ID cannot be blank");
    }

    @Test
    void awsCredentialsWithoutTheNameOfTheClusterAreOfNoUse() throws Exception {
        Vault.keep(CloudCredentials.aws("aws-only", "AKIAIOSFODNN7EXAMPLE", "s3cr3t"));
        Site.clusters(cluster("unnamed", api.address(), "aws-only"));

        assertRefused("unnamed", "credential aws-only can't be used at the address of cluster unnamed");
    }

    @Test
    void anotherCredentialThanAnAccessKeyIsRefusedForEks() throws Exception {
        Vault.keep(Vault.text("text", "x"));
        Site.clusters(eks("eks", "text"));

        assertRefused("eks", "credential text is not an access key of AWS");
    }

    @Test
    void aServiceAccountsKeyBuysATokenForGke() throws Exception {
        try (StrictTokens google = new StrictTokens()) {
            System.setProperty(CloudTokens.GOOGLE, google.address().toString());
            Vault.keep(Vault.file("gcp", google.keyFile()));
            Site.clusters(cluster("gke", api.address(), "gcp"));

            reach(build, "gke");

            assertThat(api.lastSeen()).isEqualTo("Bearer ya29.token-1");
        } finally {
            System.clearProperty(CloudTokens.GOOGLE);
        }
    }

    @Test
    void aServiceAccountOfTheGooglePluginBuysATokenForGke() throws Exception {
        try (StrictTokens google = new StrictTokens()) {
            System.setProperty(CloudTokens.GOOGLE, google.address().toString());
            Vault.keep(CloudCredentials.robot("robot", google.keyFile()));
            Site.clusters(cluster("gke-robot", api.address(), "robot"));

            reach(build, "gke-robot");

            assertThat(api.lastSeen()).isEqualTo("Bearer ya29.token-1");
        } finally {
            System.clearProperty(CloudTokens.GOOGLE);
        }
    }

    @Test
    void whoJenkinsItselfIsToGoogleReachesGkeWithoutAKey() throws Exception {
        try (StrictTokens google = new StrictTokens()) {
            Vault.keep(CloudCredentials.workload("workload", google.metadataHost()));
            Site.clusters(cluster("gke-workload", api.address(), "workload"));

            reach(build, "gke-workload");

            assertThat(api.lastSeen()).isEqualTo("Bearer ya29.token-1");
        }
    }

    @Test
    void aMachineWithoutAServiceAccountIsToldSo() throws Exception {
        try (StrictTokens google = new StrictTokens()) {
            google.answerOnly(404);
            Vault.keep(CloudCredentials.workload("nobody", google.metadataHost()));
            Site.clusters(cluster("gke-nobody", api.address(), "nobody"));

            assertRefused("gke-nobody", "could not get a token with credential nobody: 404 Not Found");
        }
    }

    @Test
    void anotherProjectsKeyIsToldWithTheAccountAndWithoutTheKey() throws Exception {
        try (StrictTokens google = new StrictTokens()) {
            System.setProperty(CloudTokens.GOOGLE, google.address().toString());
            Vault.keep(
                    CloudCredentials.robot("deleted", google.strangersKeyFile(StrictTokens.ACCOUNT)),
                    CloudCredentials.robot("no-key", "{}"));
            Site.clusters(
                    cluster("gke-deleted", api.address(), "deleted"), cluster("gke-empty", api.address(), "no-key"));

            assertRefused("gke-deleted", "as service account " + StrictTokens.ACCOUNT + ": invalid_grant");
            assertRefused("gke-empty", "credential no-key: it holds no key of a service account");
        } finally {
            System.clearProperty(CloudTokens.GOOGLE);
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

    private static ConfiguredCluster eks(String name, String credential) {
        ConfiguredCluster eks = cluster(name, api.address(), credential);
        eks.setEksCluster("arn:aws:eks:eu-west-1:123456789012:cluster/" + name);
        return eks;
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
