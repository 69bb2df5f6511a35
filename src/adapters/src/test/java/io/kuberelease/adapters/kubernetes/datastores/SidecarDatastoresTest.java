package io.kuberelease.adapters.kubernetes.datastores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.plan.DatastoreCatalogue;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SidecarDatastoresTest {
    private final DatastoreCatalogue catalogue = new DatastoreCatalogue();
    private final SidecarDatastores datastores = SidecarDatastores.of(
            List.of(
                    catalogue.of("postgres", "15").orElseThrow(),
                    catalogue.of("redis", "7").orElseThrow()),
            new Random(1));

    @Test
    void standBesideWhatThePodHasAndAreFoundByName() {
        Pod pod = datastores.addTo(pod("jnlp"), "agent-1");

        assertThat(pod.getSpec().getContainers())
                .extracting(Container::getName)
                .containsExactly("jnlp", "postgres", "redis");
        assertThat(pod.getSpec().getHostAliases().get(0).getHostnames()).contains("postgres", "db", "redis", "cache");
    }

    @Test
    void leaveTheirPasswordsToASecret() {
        String password = datastores.passwords().get("postgres");

        assertThat(Serialization.asYaml(datastores.addTo(pod("jnlp"), "agent-1")))
                .doesNotContain(password);
        assertThat(datastores.secret("agent-1", Map.of()).getStringData()).containsValue(password);
    }

    @Test
    void areFoundInTheEnvironmentWithWhatIsSecretNamed() {
        DatastoreVariables variables = datastores.variables();

        assertThat(variables.values().get("DATABASE_URL")).endsWith("@postgres:5432/app");
        assertThat(variables.sensitive()).contains("DATABASE_URL", "PGPASSWORD").doesNotContain("PGHOST");
        assertThat(variables.toString()).doesNotContain(datastores.passwords().get("postgres"));
    }

    @Test
    void refuseAPodThatHasAContainerOfTheirName() {
        assertThatThrownBy(() -> datastores.addTo(pod("redis"), "agent-1")).hasMessageContaining("a container redis");
    }

    private static Pod pod(String container) {
        return new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .withName(container)
                .endContainer()
                .endSpec()
                .build();
    }
}
