package io.kuberelease.adapters.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.kuberelease.model.ReleaseException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UntrustedKubeconfigTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh}} | {} | its exec runs a program",
                "{auth-provider: {name: gcp, config: {cmd-path: /bin/sh}}} | {} | its auth-provider runs a program",
                "{token: not-a-secret, as-groups: [robots]} | {} | it sets as-uid, as-groups or as-user-extra without as",
                "{tokenFile: /etc/shadow} | {} | its tokenFile reads a file",
                "{client-certificate: /etc/ssl/a} | {} | its client-certificate reads a file",
                "{client-key: /etc/ssl/b} | {} | its client-key reads a file",
                "{token: not-a-secret} | certificate-authority: /etc/ssl/c | its certificate-authority reads a file",
            })
    void refuses_what_runs_a_program_or_reads_a_file(String user, String cluster, String why) {
        UntrustedKubeconfig handed = handed(user, cluster.equals("{}") ? "" : ", " + cluster);

        assertThatThrownBy(() -> handed.only("staging", Optional.empty()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("credential robot is refused: " + why);
    }

    @Test
    void keepsValuesAndNothingElse() {
        UntrustedKubeconfig handed = handed("{token: not-a-secret, Exec: {command: evil}}", "");

        String only = handed.only("staging", Optional.empty());

        assertThat(only)
                .contains("not-a-secret", "current-context: \"staging\"")
                .doesNotContain("evil");
        Config config = Config.fromKubeconfig(only);
        assertThat(config.getMasterUrl()).isEqualTo("https://127.0.0.1:1/");
        assertThat(config.getAutoOAuthToken()).isEqualTo("not-a-secret");
    }

    @Test
    void actsAsWhomItSaysInOurClientAndInHelm() {
        UntrustedKubeconfig handed = handed("{token: not-a-secret, as: robot, as-uid: '7', as-groups: [robots]}", "");

        Config settings = handed.settings("staging", Optional.empty());

        assertThat(settings.getImpersonateUsername()).isEqualTo("robot");
        assertThat(settings.getImpersonateGroups()).containsExactly("robots");
        assertThat(settings.getCustomHeaders()).containsEntry("Impersonate-Uid", "7");
        assertThat(handed.only("staging", Optional.empty())).contains("as: \"robot\"", "as-uid: \"7\"", "- \"robots\"");
    }

    @Test
    void asksForTheServersNameInOurClientAndInHelmAndIsRefusedToClientsThatWouldNot() {
        UntrustedKubeconfig handed = handed("{token: not-a-secret}", ", tls-server-name: api.internal");

        assertThat(handed.tlsServerName("staging", Optional.empty())).contains("api.internal");
        assertThat(handed.only("staging", Optional.empty())).contains("tls-server-name: \"api.internal\"");
        assertThatThrownBy(() -> handed.admitToOthers("staging"))
                .hasMessageContaining("its tls-server-name is not followed by the Kubernetes plugin");
        handed("{token: not-a-secret}", "").admitToOthers("staging");
    }

    @Test
    void adviceOnCertificatesIsGivenWhereTheyAreTheMatter() {
        assertThatThrownBy(() -> handed("{}", "").only("x", Optional.of("production")))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> assertThat(
                                failed.reason().suggestion())
                        .contains("name one of them, or correct the kubeconfig"));
    }

    @Test
    void namesTheContextsThereAreAndNeverWhatIsWrittenThere() {
        assertThatThrownBy(() -> handed("{}", "").only("x", Optional.of("production")))
                .hasMessageContaining("no context production; there are: here");
        assertThatThrownBy(() -> UntrustedKubeconfig.read("credential robot", "token: [not-a-secret"))
                .hasMessageContaining("credential robot is not a kubeconfig")
                .hasMessageNotContaining("not-a-secret");
        assertThatThrownBy(() -> UntrustedKubeconfig.read("credential robot", "not-a-secret"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageNotContaining("not-a-secret");
    }

    @Test
    void whatAClientIsSetToCanBeHandedOn() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:1")
                .withCaCertData("-----BEGIN CERTIFICATE-----")
                .withHttpsProxy("http://proxy.example.org:3128")
                .withOauthTokenProvider(() -> "renewed")
                .build();

        String written = InlineKubeconfig.of("staging", config);
        Config handed = Config.fromKubeconfig(written);

        assertThat(handed.getAutoOAuthToken()).isEqualTo("renewed");
        assertThat(handed.getCaCertData()).isEqualTo("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t");
        assertThat(written).contains("proxy-url: \"http://proxy.example.org:3128\"");
    }

    private static UntrustedKubeconfig handed(String user, String cluster) {
        return UntrustedKubeconfig.read("credential robot", """
                apiVersion: v1
                kind: Config
                clusters: [{name: a, cluster: {server: "https://127.0.0.1:1"%s}}]
                users: [{name: me, user: %s}]
                contexts: [{name: here, context: {cluster: a, user: me}}]
                """.formatted(cluster, user));
    }
}
