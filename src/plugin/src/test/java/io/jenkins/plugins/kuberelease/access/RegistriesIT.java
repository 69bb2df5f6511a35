package io.jenkins.plugins.kuberelease.access;

import static io.jenkins.plugins.kuberelease.access.Site.registry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.ProxyConfiguration;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.cloud.CloudCredentials;
import io.jenkins.plugins.kuberelease.cloud.CloudTokens;
import io.jenkins.plugins.kuberelease.cloud.JenkinsConnections;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.app.access.Access;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.testkit.aws.Moto;
import io.kuberelease.testkit.google.StrictTokens;
import io.kuberelease.testkit.registry.GatedRegistry;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import jenkins.authentication.tokens.api.AuthenticationTokenSource;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Pushes with credentials of Jenkins: to a registry with a password, and as to those of Amazon and Google. */
@WithJenkins
class RegistriesIT {
    private static final String OPEN = variable("KUBE_RELEASE_REGISTRY");
    private static final String LOCKED = variable("KUBE_RELEASE_AUTH_REGISTRY");
    private static final String ECR = Moto.ACCOUNT + ".dkr.ecr.eu-west-1.amazonaws.com";
    /** Where Amazon's library, which the AWS Credentials plugin brings, takes on roles. */
    private static final String STS = "aws.endpointUrlSts";

    private static final String REGION = "aws.region";
    private static final String GOOGLE = "europe-west1-docker.pkg.dev";

    private static JenkinsRule jenkins;
    private static Run<?, ?> build;
    private static String[] known;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        build = new Site(rule).build();
        known = Files.readString(Path.of(variable("KUBE_RELEASE_AUTH_REGISTRY_CREDENTIALS")))
                .strip()
                .split(":", 2);
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @AfterEach
    void direct() {
        jenkins.jenkins.proxy = null;
        System.clearProperty(CloudTokens.ECR);
        System.clearProperty(CloudTokens.GOOGLE);
        System.clearProperty(STS);
        System.clearProperty(REGION);
    }

    @Test
    void aUserWithAPasswordPushes() throws Exception {
        Vault.keep(Vault.password("registry", known[0], known[1]));
        Site.registries(registry(LOCKED, "registry"));

        assertThat(push(LOCKED).toString()).contains("@sha256:");
    }

    @Test
    void whatAnotherPluginMakesOfItsCredentialPushes() throws Exception {
        Vault.keep(new VendorCredentials("vendor"));
        Site.registries(registry(LOCKED, "vendor"));

        assertThat(push(LOCKED).toString()).contains("@sha256:");
    }

    @Test
    void anAccessKeyPushesToEcrThroughTheProxyOfJenkins() throws Exception {
        pushesToEcr(key -> Vault.password("aws", key.id(), key.secret()));
    }

    @Test
    void anAccessKeyThatMayNotIsToldWhatToAllow() throws Exception {
        try (Moto moto = Moto.start(Path.of("../../dev/moto"))) {
            Moto.Key key = moto.userWho("reader", "s3:GetObject");
            moto.checkPolicies();
            System.setProperty(CloudTokens.ECR, moto.address().toString());
            Vault.keep(Vault.password("weak", key.id(), key.secret()));
            Site.registries(registry(ECR, "weak"));

            assertThatThrownBy(() ->
                            new JenkinsAccess().of(build).registries().credentials(new ImageRepository(ECR + "/polls")))
                    .isInstanceOf(ReleaseException.Failed.class)
                    .hasMessageContaining("with access key " + key.id())
                    .hasMessageNotContaining(key.secret())
                    .satisfies(refused -> assertThat(((ReleaseException) refused)
                                    .reason()
                                    .suggestion()
                                    .orElseThrow())
                            .contains("ecr:PutImage"));
        }
    }

    @Test
    void anAccessKeyOfTheAwsCredentialsPluginPushesToEcr() throws Exception {
        pushesToEcr(key -> CloudCredentials.aws("aws-plugin", key.id(), key.secret()));
    }

    private void pushesToEcr(Function<Moto.Key, StandardCredentials> kept) throws Exception {
        try (Moto moto = Moto.start(Path.of("../../dev/moto"));
                GatedRegistry gate = new GatedRegistry(OPEN, () -> "AWS:" + Moto.ACCOUNT + "-auth-token")) {
            Moto.Key key = moto.userWho("jenkins", "ecr:*");
            moto.checkPolicies();
            through(gate);
            System.setProperty(CloudTokens.ECR, moto.address().toString());
            StandardCredentials credential = kept.apply(key);
            Vault.keep(credential);
            Site.registries(plain(registry(ECR, credential.getId())));

            assertThat(push(ECR).toString()).contains("@sha256:");

            assertThat(gate.stored()).isPositive();
        }
    }

    @Test
    void aRoleThatAnAccessKeyTakesOnPushesToEcr() throws Exception {
        try (Moto moto = Moto.start(Path.of("../../dev/moto"));
                GatedRegistry gate = new GatedRegistry(OPEN, () -> "AWS:" + Moto.ACCOUNT + "-auth-token")) {
            Moto.Key key = moto.userWho("jenkins", "sts:AssumeRole");
            String role = moto.roleFor("jenkins", "release", "ecr:*");
            moto.checkPolicies();
            takeRolesOnAt(moto);
            Vault.keep(CloudCredentials.role("aws-role", key.id(), key.secret(), role));
            Site.registries(plain(registry(ECR, "aws-role")));

            assertThat(push(ECR, new KeptClients(() -> HttpClient.newBuilder().proxy(ProxySelector.of(placeOf(gate)))))
                            .toString())
                    .as("the plugin's way to Amazon would go through a proxy of Jenkins, whatever its exceptions are")
                    .contains("@sha256:");

            assertThat(gate.stored()).isPositive();
        }
    }

    @Test
    void aRoleThatIsForSomebodyElseIsToldWithTheCredential() throws Exception {
        try (Moto moto = Moto.start(Path.of("../../dev/moto"))) {
            Moto.Key key = moto.userWho("stranger", "s3:GetObject");
            String role = moto.roleFor("jenkins", "release", "ecr:*");
            moto.checkPolicies();
            takeRolesOnAt(moto);
            Vault.keep(CloudCredentials.role("no-role", key.id(), key.secret(), role));
            Site.registries(registry(ECR, "no-role"));

            assertThatThrownBy(() ->
                            new JenkinsAccess().of(build).registries().credentials(new ImageRepository(ECR + "/polls")))
                    .isInstanceOf(ReleaseException.Failed.class)
                    .hasMessageContaining("could not get an access key with credential no-role")
                    .hasMessageContaining("Status Code: 403")
                    .hasMessageNotContaining(key.secret())
                    .satisfies(refused -> assertThat(((ReleaseException) refused)
                                    .reason()
                                    .suggestion()
                                    .orElseThrow())
                            .contains("trust policy", role));
        }
    }

    @Test
    void aServiceAccountOfTheGooglePluginPushesToGoogle() throws Exception {
        try (StrictTokens google = new StrictTokens();
                GatedRegistry gate = new GatedRegistry(OPEN, () -> "oauth2accesstoken:ya29.token-1")) {
            through(gate);
            System.setProperty(CloudTokens.GOOGLE, google.address().toString());
            Vault.keep(CloudCredentials.robot("robot", google.keyFile()));
            Site.registries(plain(registry(GOOGLE + "/acme", "robot")));

            assertThat(push(GOOGLE + "/acme/web").toString()).contains("@sha256:");

            assertThat(gate.stored()).isPositive();
        }
    }

    @Test
    void whoJenkinsItselfIsToGooglePushesThereWithoutAKey() throws Exception {
        try (StrictTokens google = new StrictTokens();
                GatedRegistry gate = new GatedRegistry(OPEN, () -> "oauth2accesstoken:ya29.token-1")) {
            through(gate);
            Vault.keep(CloudCredentials.workload("workload", google.metadataHost()));
            Site.registries(plain(registry(GOOGLE + "/acme", "workload")));

            assertThat(push(GOOGLE + "/acme/web").toString()).contains("@sha256:");

            assertThat(gate.stored()).isPositive();
            assertThat(google.tokensGiven())
                    .as("one is kept for the next request")
                    .isEqualTo(1);
        }
    }

    @Test
    void aServiceAccountsKeyPushesToGoogle() throws Exception {
        try (StrictTokens google = new StrictTokens();
                GatedRegistry gate = new GatedRegistry(OPEN, () -> "oauth2accesstoken:ya29.token-1")) {
            through(gate);
            System.setProperty(CloudTokens.GOOGLE, google.address().toString());
            Vault.keep(Vault.file("gcp", google.keyFile()));
            Site.registries(plain(registry(GOOGLE + "/acme", "gcp")));

            assertThat(push(GOOGLE + "/acme/web").toString()).contains("@sha256:");

            assertThat(gate.stored()).isPositive();
            assertThat(google.tokensGiven())
                    .as("one is kept for the next request")
                    .isEqualTo(1);
        }
    }

    @Test
    void aRefusalNamesTheEntryAndItsCredentialAndNotThePassword() throws Exception {
        Vault.keep(Vault.password("wrong", known[0], "wr0ng-pass"));
        Site.registries(registry(LOCKED, "wrong"));

        assertThatThrownBy(() -> push(LOCKED))
                .hasMessageContaining("credential wrong of entry " + LOCKED)
                .hasMessageNotContaining("wr0ng-pass");
    }

    @Test
    void theLongestEntryCountsAtTheBorderOfAName() throws Exception {
        Vault.keep(Vault.password("good", known[0], known[1]), Vault.password("bad", "nobody", "no"));
        Site.registries(registry(LOCKED, "bad"), registry(LOCKED + "/kube-release-access", "good"));

        assertThat(push(LOCKED + "/kube-release-access").toString()).contains("@sha256:");
        assertThatThrownBy(() -> push(LOCKED + "/kube-release-access2")).hasMessageContaining("credential bad");
    }

    private static ImageReference push(String place) {
        return push(place, JenkinsConnections.SHARED);
    }

    private static ImageReference push(String place, Connections connections) {
        try (Access access = new JenkinsAccess().of(build)) {
            OciRegistry registry = new OciRegistry(
                    access.registries(),
                    new PlainHttp(access.plainHttp()),
                    Duration.ofSeconds(20),
                    InstantSource.system(),
                    connections);
            Artifact artifact =
                    new Artifact("application/vnd.test.v1+json", layer("{}"), List.of(layer("one")), Map.of());
            return registry.push(new ImageRepository(place + "/plugin-it-" + UUID.randomUUID()), artifact, "x");
        }
    }

    private static Layer layer(String content) {
        return new Layer("text/plain", (content + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static ConfiguredRegistry plain(ConfiguredRegistry registry) {
        registry.setPlainHttp(true);
        return registry;
    }

    /** The names of Amazon's and Google's registries lead to the gate. */
    private static void through(GatedRegistry gate) {
        InetSocketAddress place = placeOf(gate);
        jenkins.jenkins.proxy = new ProxyConfiguration(place.getHostString(), place.getPort(), null, null, "127.0.0.1");
    }

    private static InetSocketAddress placeOf(GatedRegistry gate) {
        String[] place = gate.address().split(":", 2);
        return new InetSocketAddress(place[0], Integer.parseInt(place[1]));
    }

    private static void takeRolesOnAt(Moto moto) {
        System.setProperty(CloudTokens.ECR, moto.address().toString());
        System.setProperty(STS, moto.address().toString());
        System.setProperty(REGION, "eu-west-1");
    }

    private static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> name + ": dev/cluster/cluster env prints it");
    }

    /** A credential of a plugin that knows Docker's registries. */
    public static final class VendorCredentials extends BaseStandardCredentials {
        private static final long serialVersionUID = 1L;

        VendorCredentials(String id) {
            super(CredentialsScope.GLOBAL, id, "");
        }
    }

    /** How that plugin makes tokens of it. */
    @TestExtension
    public static final class VendorTokens extends AuthenticationTokenSource<DockerRegistryToken, VendorCredentials> {
        /** Found by Jenkins. */
        public VendorTokens() {
            super(DockerRegistryToken.class, VendorCredentials.class);
        }

        @Override
        public DockerRegistryToken convert(VendorCredentials credential) {
            byte[] pair = (known[0] + ":" + known[1]).getBytes(StandardCharsets.UTF_8);
            return new DockerRegistryToken("x@example.com", Base64.getEncoder().encodeToString(pair));
        }
    }
}
