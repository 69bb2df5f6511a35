package io.jenkins.plugins.kuberelease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.kuberelease.access.JenkinsConnectionTester;
import io.jenkins.plugins.kuberelease.access.Vault;
import io.jenkins.plugins.kuberelease.cloud.CloudCredentials;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.testkit.registry.GatedRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** What of other plugins kube-release uses where they are, and does without where they are not. */
class OptionalPluginsTest {
    private static final String[] THEY = {"aws-credentials", "google-oauth-plugin", "docker-commons"};
    private static final Path CLASSES = Path.of("target", "classes");

    @RegisterExtension
    private final RealJenkinsExtension without =
            new RealJenkinsExtension().omitPlugins(THEY).javaOptions("-Xmx512m");

    @RegisterExtension
    private final RealJenkinsExtension with = new RealJenkinsExtension().javaOptions("-Xmx512m");

    @ParameterizedTest
    @CsvSource({
        "com/cloudbees/jenkins/plugins/awscredentials/, AwsPlugin",
        "software/amazon/awssdk/, AwsPlugin",
        "com/google/jenkins/plugins/, GooglePlugin",
        "com/google/api/, GooglePlugin",
        "org/jenkinsci/plugins/docker/commons/, RegistryLogins$DockerTokens",
        "io/jenkins/plugins/checks/, PreviewChecks"
    })
    void theirClassesAreNamedWhereNobodyComesWithoutThem(String theirs, String ours) throws IOException {
        assertThat(whoNames(theirs))
                .isNotEmpty()
                .allMatch(name -> name.matches(Pattern.quote(ours) + "(\\$\\w+)?\\.class"));
    }

    @Test
    void jenkinsWithoutThemOffersAndTakesItsOwnKinds() throws Throwable {
        without.then(OptionalPluginsTest::doWithoutThem);
    }

    /** Each plugin has a class loader of its own here, which it has not in other tests. */
    @Test
    void jenkinsWithThemFindsTheirClasses() throws Throwable {
        with.then(OptionalPluginsTest::reachThem);
    }

    private static void reachThem(JenkinsRule in) throws Exception {
        assertThat(THEY).allMatch(each -> in.jenkins.getPlugin(each) != null);
        Vault.keep(CloudCredentials.aws("half", "", "s3cr3t"), CloudCredentials.robot("no-key", "{}"));

        assertThatThrownBy(() -> new JenkinsConnectionTester().tryCluster(null, eks("half")))
                .hasMessageContaining("could not get an access key with credential half: Access key ID");
        try (GatedRegistry gate = new GatedRegistry("localhost:1", () -> "jane:another")) {
            assertThatThrownBy(() -> new JenkinsConnectionTester().tryRegistry(null, registry(gate, "no-key")))
                    .hasMessageContaining("could not get a token with credential no-key: it holds no key");
        }
    }

    private static void doWithoutThem(JenkinsRule in) throws IOException {
        assertThat(THEY).allMatch(each -> in.jenkins.getPlugin(each) == null);
        Vault.keep(Vault.text("text", "s3cr3t"), Vault.password("user", "jane", "s3cr3t"));

        assertThat(in.jenkins
                        .getDescriptorByType(ConfiguredRegistry.DescriptorImpl.class)
                        .doFillCredentialsIdItems(null, ""))
                .extracting(option -> option.value)
                .contains("user")
                .doesNotContain("text");
        try (GatedRegistry gate = new GatedRegistry("localhost:1", () -> "jane:another")) {
            assertThatThrownBy(() -> new JenkinsConnectionTester().tryRegistry(null, registry(gate, "user")))
                    .isInstanceOf(ReleaseException.Failed.class);
            assertThat(gate.refusedPasswords()).as("the password was shown").isPositive();
            assertThatThrownBy(() -> new JenkinsConnectionTester().tryRegistry(null, registry(gate, "text")))
                    .hasMessageContaining("credential text is of no kind that registry " + gate.address());
        }
        assertThatThrownBy(() -> new JenkinsConnectionTester().tryCluster(null, eks("text")))
                .hasMessageContaining("credential text is not an access key of AWS");
    }

    private static ConfiguredRegistry registry(GatedRegistry gate, String credential) {
        ConfiguredRegistry registry = new ConfiguredRegistry(gate.address());
        registry.setPlainHttp(true);
        registry.setCredentialsId(credential);
        return registry;
    }

    private static ConfiguredCluster eks(String credential) {
        ConfiguredCluster cluster = new ConfiguredCluster("shop");
        cluster.setAddress("https://127.0.0.1:1");
        cluster.setEksCluster("arn:aws:eks:eu-west-1:123456789012:cluster/shop");
        cluster.setCredentialsId(credential);
        return cluster;
    }

    /** Whose constants hold the name: whatever a class needs of another one is there. */
    private static List<String> whoNames(String name) throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> constants(file).contains(name))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static String constants(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
