package io.jenkins.plugins.kuberelease.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.kuberelease.cloud.CloudTokens;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jenkins.plugins.slack.SlackNotifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The settings as code: the example of the administrator's guide is taken, and given back as it was. */
@WithJenkins
class ConfigurationAsCodeTest {
    private static final Path GUIDE = Path.of("../../docs/jenkins-administrator.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yml\n(.*?)```", Pattern.DOTALL);

    private static JenkinsRule jenkins;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @Test
    void theGuidesExampleIsTakenAndGivenBackAsItWas() throws Exception {
        String example = examples().get(0);

        apply(example);

        KubeReleaseConfiguration settings = KubeReleaseConfiguration.get();
        assertThat(settings.getClusters())
                .extracting(ConfiguredCluster::getName)
                .containsExactly("staging", "production", "shop-eks", "shop-gke");
        assertThat(settings.getRegistries()).hasSize(3);
        assertThat(jenkins.jenkins
                        .getDescriptorByType(SlackNotifier.DescriptorImpl.class)
                        .isBotUser())
                .isTrue();
        assertThat(kubeRelease(exported())).isEqualTo(kubeRelease(example));
    }

    @Test
    void theGuidesRoleAndServiceAccountAreTaken() throws Exception {
        apply(examples().get(1));

        assertThat(SystemCredentialsProvider.getInstance().getCredentials())
                .filteredOn(CloudTokens::isCloudCredential)
                .hasSize(2);
        assertThat(KubeReleaseConfiguration.get().getRegistries())
                .extracting(ConfiguredRegistry::getCredentialsId)
                .containsExactly("aws-role", "google-robot");
        assertThat(exported()).contains("aws-role", "google-robot");
    }

    @Test
    void aKeyThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> apply("unclassified: {kubeRelease: {clusters: [{name: x, adress: y}]}}"))
                .hasMessageContaining("adress");
    }

    @Test
    void aClusterWithoutANameIsRefused() {
        assertThatThrownBy(() -> apply("unclassified: {kubeRelease: {clusters: [{address: 'https://x'}]}}"))
                .hasMessageContaining("name");
    }

    private void apply(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("jenkins.yaml"), yaml);
        ConfigurationAsCode.get().configure(file.toString());
    }

    private static List<String> examples() throws Exception {
        return EXAMPLE.matcher(Files.readString(GUIDE))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String exported() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Object kubeRelease(String yaml) {
        Map<?, ?> all = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return ((Map<?, ?>) all.get("unclassified")).get("kubeRelease");
    }
}
