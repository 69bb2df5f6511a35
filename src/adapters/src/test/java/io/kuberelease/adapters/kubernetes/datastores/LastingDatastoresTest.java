package io.kuberelease.adapters.kubernetes.datastores;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.model.AppName;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LastingDatastoresTest {
    private final DatastoreCatalogue catalogue = new DatastoreCatalogue();
    private final LastingDatastores datastores = of(store("postgres", "15"), store("redis", "7"));

    @Test
    void aPasswordThatADatastoreWasSetUpWithIsNeverReplaced() {
        Secret first = datastores.passwords(Optional.empty(), new Random(1));

        Secret again = of(store("postgres", "15"), store("redis", "7"), store("mysql", "8"))
                .passwords(Optional.of(first), new Random(2));

        assertThat(again.getData())
                .containsAllEntriesOf(first.getData())
                .hasSizeGreaterThan(first.getData().size());
        assertThat(datastores.passwords(Optional.empty(), new Random(3)).getData())
                .isNotEqualTo(first.getData());
    }

    @Test
    void theAppsVariablesLeadToTheServicesWithThePassword() {
        Secret passwords = datastores.passwords(Optional.empty(), new Random(1));
        String password = text(passwords, "postgres");

        Secret variables = datastores.variables(passwords);

        assertThat(variables.getMetadata().getName()).isEqualTo("polls-datastores");
        assertThat(text(variables, "DATABASE_URL")).contains(password).endsWith("@postgres:5432/app");
        assertThat(variables.getData()).containsKey("REDIS_URL");
        assertThat(services()).contains("postgres", "db", "redis").doesNotHaveDuplicates();
    }

    @Test
    void dataOutlivesAContainerInAVolumeAndPostgresGetsADirectoryOfItsOwn() {
        StatefulSet workload = datastores.workload(Map.of("kept", "it"));
        Container postgres =
                workload.getSpec().getTemplate().getSpec().getContainers().get(0);

        assertThat(workload.getMetadata().getAnnotations()).containsEntry("kept", "it");
        assertThat(workload.getSpec().getTemplate().getMetadata().getAnnotations())
                .isNullOrEmpty();
        assertThat(workload.getSpec().getTemplate().getSpec().getVolumes())
                .extracting(Volume::getName)
                .containsExactly("postgres");
        assertThat(postgres.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .containsExactly("/var/lib/postgresql/data");
        assertThat(postgres.getEnv()).anySatisfy(variable -> {
            assertThat(variable.getName()).isEqualTo("PGDATA");
            assertThat(variable.getValue()).isEqualTo("/var/lib/postgresql/data/pgdata");
        });
    }

    @Test
    void noPasswordStandsInWhatRunsThem() {
        Secret passwords = datastores.passwords(Optional.empty(), new Random(1));

        assertThat(Serialization.asYaml(datastores.workload(Map.of())))
                .doesNotContain(text(passwords, "postgres"))
                .contains(datastores.passwordsName());
    }

    @Test
    void theServicesFindThePodAndNotTheApps() {
        Map<String, String> labels = datastores
                .workload(Map.of())
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();

        assertThat(datastores.services()).allSatisfy(service -> {
            Map<String, String> selector = ((Service) service).getSpec().getSelector();
            assertThat(labels).containsAllEntriesOf(selector);
            assertThat(selector).hasSize(2);
        });
    }

    private List<String> services() {
        return datastores.services().stream()
                .map(HasMetadata::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
    }

    private static String text(Secret secret, String part) {
        String key = secret.getData().keySet().stream()
                .filter(name -> name.equals(part) || name.startsWith(part))
                .findFirst()
                .orElseThrow();
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }

    private static LastingDatastores of(DatastoreSpec... all) {
        return new LastingDatastores(new AppName("polls"), "polls-search", List.of(all));
    }

    private DatastoreSpec store(String name, String version) {
        return catalogue.of(name, version).orElseThrow();
    }
}
