package io.kuberelease.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.kuberelease.adapters.cluster.ConfigSecrets;
import io.kuberelease.model.Secret;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownSecretsTest {
    /** What is given to Helm is got from the provider. */
    @Test
    void aTokenThatIsMadeWhenItIsNeededIsKnownToo() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1")
                .build();
        OAuthTokenProvider made = () -> "a-token-of-today";
        config.setOauthTokenProvider(made);
        List<String> hidden = new ArrayList<>();
        KnownSecrets known = new KnownSecrets();
        known.readBy(found -> found.values().stream().map(Secret::reveal).forEach(hidden::add));

        known.see(ConfigSecrets.of(config));

        assertThat(hidden).containsExactly("a-token-of-today");
    }
}
