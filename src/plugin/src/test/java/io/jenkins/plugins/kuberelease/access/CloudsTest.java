package io.jenkins.plugins.kuberelease.access;

import static io.jenkins.plugins.kuberelease.access.Site.reach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.kuberelease.model.ReleaseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesFolderProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Kubernetes plugin's clouds, and kubeconfigs that would act. */
@WithJenkins
class CloudsTest {
    private static final String SAFE = "user: {token: kubeconfig-token}";

    @TempDir
    private Path directory;

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
    void aCloudIsAClusterByItsName() throws Exception {
        Vault.keep(Vault.text("of-cloud", "clouds-token"));
        cloud("open", "of-cloud");

        assertThat(reach(build, "open")).isEqualTo(ApiServer.UID);

        assertThat(api.lastSeen()).isEqualTo("Bearer clouds-token");
    }

    @Test
    void aRestrictedCloudIsOnlyForFoldersThatAllowIt() throws Exception {
        Vault.keep(Vault.text("of-restricted", "x"));
        cloud("restricted", "of-restricted").setUsageRestricted(true);
        Folder folder = site.folder();
        KubernetesFolderProperty allowing = new KubernetesFolderProperty();
        allowing.setPermittedClouds(List.of("restricted"));
        folder.addProperty(allowing);

        assertThat(reach(site.buildIn(folder), "restricted")).isEqualTo(ApiServer.UID);
        assertThatThrownBy(() -> reach(build, "restricted"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("cloud restricted may not be used by");
    }

    @Test
    void aCloudsKubeconfigIsNotFollowedWhereItWouldAct() throws Exception {
        Path trace = directory.resolve("trace");
        Vault.keep(Vault.file("acting-cloud", kubeconfig("user: {" + running("touch", trace.toString()) + "}")));
        cloud("acting", "acting-cloud");

        assertThatThrownBy(() -> reach(build, "acting"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("its exec runs a program");
        assertThat(trace).doesNotExist();
    }

    @Test
    void aKubeconfigOfValuesIsTaken() throws Exception {
        Vault.keep(Vault.file("kubeconfig", kubeconfig(SAFE)));
        configured("kubeconfig");

        assertThat(reach(build, "by-file")).isEqualTo(ApiServer.UID);

        assertThat(api.lastSeen()).isEqualTo("Bearer kubeconfig-token");
    }

    /** Left out, it would be done with the rights of another user. */
    @Test
    void aKubeconfigThatActsAsSomebodyIsFollowed() throws Exception {
        Vault.keep(Vault.file("acting-as", kubeconfig("user: {token: x, as: deployer}")));
        configured("acting-as");

        assertThat(reach(build, "by-file")).isEqualTo(ApiServer.UID);

        assertThat(api.lastActedAs()).isEqualTo("deployer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    exec               | user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: TRACE}}
                    auth-provider      | user: {auth-provider: {name: gcp, config: {cmd-path: TRACE}}}
                    tokenFile          | user: {tokenFile: /etc/hostname}
                    client-key         | user: {client-key: /etc/hostname}
                    client-certificate | user: {client-certificate: /etc/hostname}
                    """)
    void aKubeconfigThatWouldActIsRefused(String what, String user) throws Exception {
        Path trace = Files.writeString(directory.resolve("run"), "#!/bin/sh\ntouch " + directory.resolve("ran") + "\n");
        assertThat(trace.toFile().setExecutable(true)).isTrue();
        Vault.keep(Vault.file("acting-" + what, kubeconfig(user.replace("TRACE", trace.toString()))));
        configured("acting-" + what);
        int before = api.requests();

        assertThatThrownBy(() -> reach(build, "by-file"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("credential acting-" + what + " is refused: its " + what);
        assertThat(directory.resolve("ran")).doesNotExist();
        assertThat(api.requests()).isEqualTo(before);
    }

    private static KubernetesCloud cloud(String name, String credential) {
        KubernetesCloud cloud = new KubernetesCloud(name);
        cloud.setServerUrl(api.address());
        cloud.setCredentialsId(credential);
        jenkins.jenkins.clouds.add(cloud);
        return cloud;
    }

    private static void configured(String credential) {
        ConfiguredCluster cluster = new ConfiguredCluster("by-file");
        cluster.setCredentialsId(credential);
        Site.clusters(cluster);
    }

    private static String running(String... command) {
        return "exec: {apiVersion: client.authentication.k8s.io/v1, command: " + command[0] + ", args: [" + command[1]
                + "]}";
    }

    private static String kubeconfig(String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, %s}]
                """.formatted(api.address(), user);
    }
}
