package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatastoreCatalogueTest {

    private final DatastoreCatalogue catalogue = new DatastoreCatalogue();

    @Test
    void knowsTheDatastoresThatAReleaseFileMayName() {
        assertThat(catalogue.names())
                .containsExactly(
                        "postgres", "mysql", "mariadb", "redis", "mongodb", "rabbitmq", "elasticsearch", "opensearch");
        assertThat(catalogue.of("oracle", "23")).isEmpty();
    }

    @Test
    void givesEachDatastoreItsOwnNameAsHostAndItsOwnUrl() {
        for (String name : catalogue.names()) {
            DatastoreSpec spec = catalogue.of(name, "1.2").orElseThrow();

            assertThat(spec.hostNames()).first().isEqualTo(name);
            assertThat(spec.image()).endsWith(":1.2");
            assertThat(spec.variables()).containsKey(name.toUpperCase(Locale.ROOT) + "_URL");
            assertThat(spec.readyWithin()).isPositive();
        }
    }

    @Test
    void offersDatabaseUrlForEachRelationalDatabase() {
        assertThat(List.of("postgres", "mysql", "mariadb")).allSatisfy(name -> assertThat(
                        catalogue.of(name, "1").orElseThrow().variables())
                .containsKey("DATABASE_URL"));
    }

    /** An index on a node whose disk is nine tenths full is refused otherwise, a minute after it was asked for. */
    @Test
    void letsSearchEnginesWriteOnANodeWhoseDiskIsNearlyFull() {
        assertThat(List.of("elasticsearch", "opensearch")).allSatisfy(name -> assertThat(
                        catalogue.of(name, "1").orElseThrow().settings())
                .containsEntry("cluster.routing.allocation.disk.threshold_enabled", "false"));
    }

    @Test
    void neverPutsThePasswordIntoAReadinessCommand() {
        for (String name : catalogue.names()) {
            ReadyCheck check = catalogue.of(name, "1").orElseThrow().ready();

            if (check instanceof ReadyCheck.Command command) {
                assertThat(String.join(" ", command.command())).doesNotContain("{password}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15 ", "15:latest", "15@sha256", "-15"})
    void refusesAVersionThatCannotBeATag(String version) {
        assertThat(catalogue.isVersion(version)).isFalse();
        assertThatThrownBy(() -> catalogue.of("postgres", version))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of postgres can't be an image tag");
    }
}
