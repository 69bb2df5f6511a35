package io.kuberelease.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.kuberelease.adapters.cluster.ConfigSecrets;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConfiguredClustersTest {
    private final List<ConfiguredClusters.Entry> entries = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> masked = new ArrayList<>();
    private final KnownSecrets known = new KnownSecrets();
    private final ConfiguredClusters clusters = new ConfiguredClusters(
            "team/web",
            () -> entries,
            new ConfiguredClusters.Clouds(
                    name -> name.equals("agents") ? Optional.of(config("of-the-cloud")) : Optional.empty(),
                    () -> List.of("agents")),
            what -> asked.add(what.words()),
            known);

    ConfiguredClustersTest() {
        known.readBy(found -> found.values().stream().map(Secret::reveal).forEach(masked::add));
    }

    @Test
    void theNearestOfThatNameIsTaken() {
        has("staging", "of-the-folder");
        has("staging", "of-jenkins");

        assertThat(clusters.config("staging").getOauthToken()).isEqualTo("of-the-folder");
        assertThat(masked).containsExactly("of-the-folder");
        assertThat(asked).containsExactly("cluster staging");
    }

    @Test
    void whatIsConfiguredCountsMoreThanACloudOfThatName() {
        assertThat(clusters.config("agents").getOauthToken()).isEqualTo("of-the-cloud");

        has("agents", "configured");
        assertThat(clusters.config("agents").getOauthToken()).isEqualTo("configured");
        assertThat(clusters.kubeconfig("agents")).isEqualTo("kubeconfig with configured");
    }

    @Test
    void theKubeconfigOfACloudIsMaskedToo() {
        assertThat(clusters.kubeconfig("agents")).contains("of-the-cloud");
        assertThat(masked).containsExactly("of-the-cloud");
    }

    @Test
    void aClusterForOtherFoldersIsRefused() {
        entries.add(new ConfiguredClusters.Entry("production", job -> false, Optional.of(new Token("x"))));

        assertThatThrownBy(() -> clusters.config("production"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("cluster production may not be used by team/web: it is for other folders");
    }

    @Test
    void aClusterWithoutACredentialIsToldOf() {
        entries.add(new ConfiguredClusters.Entry("staging", job -> true, Optional.empty()));

        assertThatThrownBy(() -> clusters.kubeconfig("staging")).hasMessageContaining("staging has no credential");
    }

    @Test
    void anUnknownNameIsToldWithThoseThatMayBeUsed() {
        has("staging", "x");
        entries.add(new ConfiguredClusters.Entry("secret", job -> false, Optional.empty()));

        assertThatThrownBy(() -> clusters.config("stagin"))
                .hasMessageContaining("no cluster stagin for team/web; there are: staging, agents")
                .hasMessageNotContaining("secret");
    }

    @Test
    void nothingIsLookedUpForWhoIsNotAdmitted() {
        ConfiguredClusters closed = new ConfiguredClusters(
                "team/web",
                () -> entries,
                clusters.clouds(),
                what -> {
                    throw new IllegalStateException("not " + what.words());
                },
                known);
        has("staging", "x");

        assertThatThrownBy(() -> closed.config("staging")).hasMessage("not cluster staging");
        assertThatThrownBy(() -> closed.kubeconfig("staging")).hasMessage("not cluster staging");
        assertThat(masked).isEmpty();
    }

    private void has(String name, String token) {
        entries.add(new ConfiguredClusters.Entry(name, job -> job.equals("team/web"), Optional.of(new Token(token))));
    }

    private static Config config(String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1")
                .withOauthToken(token)
                .build();
    }

    private record Token(String token) implements ConfiguredClusters.Way {
        @Override
        public Config config() {
            return ConfiguredClustersTest.config(token);
        }

        @Override
        public Optional<String> tlsServerName() {
            return Optional.empty();
        }

        @Override
        public String kubeconfig(Consumer<FoundSecrets> seen) {
            seen.accept(ConfigSecrets.of(config()));
            return "kubeconfig with " + token;
        }
    }
}
