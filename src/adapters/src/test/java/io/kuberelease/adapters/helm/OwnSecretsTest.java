package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.kuberelease.adapters.kubernetes.SmallCluster;
import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSecrets;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.SecretSource.Variable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key of hashes, where an API server has one that somebody has changed. */
class OwnSecretsTest {
    private static final byte[] FRESH = filled(OwnSecrets.KEY_BYTES, 7);
    private static final Map<String, Map<String, byte[]>> VALUES =
            Map.of("app", Map.of("PASSWORD", "swordfish".getBytes(StandardCharsets.UTF_8)));

    private static final Map<String, String> OURS =
            Map.of("kube-release.io/app", "polls", "kube-release.io/kind", "secrets-key");
    private static final String NAME = "kube-release.polls.secrets-key";

    private final SmallCluster cluster = new SmallCluster();
    private final KubernetesClient client =
            cluster.client().adapt(NamespacedKubernetesClient.class).inNamespace("polls");

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33})
    void aKeyThatWasEmptiedOrShortenedIsMadeAnew(int length) {
        stands(OURS, length == 0 ? Map.of() : Map.of("secrets-key", encoded(filled(length, 0))));
        OwnSecrets secrets = secrets();

        WantedSecrets wanted =
                secrets.wanted(VALUES, () -> FRESH, HelmFixture.control("r-1").progress());
        assertThat(wanted.key()).isEqualTo(FRESH);
        secrets.keepKey(wanted);

        assertThat(written()).singleElement().asString().startsWith("PUT ").endsWith(NAME);
        assertThat(client.secrets().withName(NAME).get().getData()).containsEntry("secrets-key", encoded(FRESH));
    }

    @Test
    void aKeyThatIsWholeIsLeftAlone() {
        byte[] key = filled(OwnSecrets.KEY_BYTES, 5);
        stands(OURS, Map.of("secrets-key", encoded(key)));
        OwnSecrets secrets = secrets();

        WantedSecrets wanted =
                secrets.wanted(VALUES, () -> FRESH, HelmFixture.control("r-1").progress());
        secrets.keepKey(wanted);

        assertThat(wanted.key()).isEqualTo(key);
        assertThat(written()).isEmpty();
        assertThatThrownBy(() -> secrets.keepKey(WantedSecrets.of(FRESH, Map.of(), VALUES)))
                .isInstanceOf(ReleaseException.Outdated.class);
    }

    @Test
    void aSecretOfThatNameThatIsNotOursIsLeftAlone() {
        stands(Map.of(), Map.of());

        assertThatThrownBy(() -> secrets().keepKey(WantedSecrets.of(FRESH, Map.of(), VALUES)))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("kube-release.polls.secrets-key is there already");
        assertThat(written()).isEmpty();
    }

    private OwnSecrets secrets() {
        EnvironmentSpec environment = new EnvironmentSpec(
                new EnvironmentName("staging"),
                new AppName("polls"),
                new Target("a", Optional.empty(), new Namespace("polls")),
                List.of(),
                false,
                Duration.ofMinutes(1));
        return new OwnSecrets(
                client, environment.with(new EnvironmentSecrets(Map.of("app", Map.of("PASSWORD", new Variable("P"))))));
    }

    private void stands(Map<String, String> labels, Map<String, String> data) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withLabels(labels)
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
    }

    /** Without what stood there. */
    private List<String> written() {
        return cluster.changes().subList(1, cluster.changes().size());
    }

    private static byte[] filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
