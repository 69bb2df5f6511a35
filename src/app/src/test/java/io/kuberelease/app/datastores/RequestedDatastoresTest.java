package io.kuberelease.app.datastores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.app.BadRequest;
import io.kuberelease.plan.DatastoreSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestedDatastoresTest {
    @Test
    void aVersionOrASectionIsTakenForEachName() throws BadRequest {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("postgres", 15);
        given.put("redis", "7");
        given.put("search", Map.of("image", "example/search:2", "port", 9200));

        RequestedDatastores kept = RequestedDatastores.of("withDatastores", given);

        assertThat(new RequestedDatastores("withDatastores", kept.text()).specs(List.of()))
                .extracting(DatastoreSpec::name)
                .containsExactly("postgres", "redis", "search");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> specs(Map.of("postgre", "15", "redis", "7 or so"), List.of()))
                .isInstanceOf(BadRequest.class)
                .message()
                .contains("did you mean postgres?", "redis \"7 or so\"", "2 problems", "withDatastores: ");
        assertThatThrownBy(() -> specs(Map.of(), List.of()))
                .hasMessageContaining("withDatastores names no datastore; say for example");
    }

    @Test
    void whatIsInTheWayOfABlockAroundIsRefusedByNameAndByPort() throws BadRequest {
        List<DatastoreSpec> around = specs(Map.of("mysql", "8", "redis", "7"), List.of());

        assertThatThrownBy(() -> specs(Map.of("mariadb", "10.11", "redis", "6"), around))
                .message()
                .contains(
                        "withDatastores: mariadb on port 3306 is in the way of mysql of the withDatastores around",
                        "redis on port 6379 is in the way of redis",
                        "2 problems");
        assertThat(specs(Map.of("postgres", "15"), around)).hasSize(1);
    }

    @Test
    void aBlocksNameFitsLabelsAndIsTheSameAfterARestart() {
        DatastoreBlock block = DatastoreBlock.of("Ünd so weiter/ein sehr langer Name (mit Klammern)", 7, "host/7/12");

        assertThat(block)
                .isEqualTo(DatastoreBlock.of("Ünd so weiter/ein sehr langer Name (mit Klammern)", 7, "host/7/12"));
        assertThat(block.app().value()).isEqualTo("job-nd-so-weiter-ein-sehr-lang");
        assertThat(block.release().value()).startsWith("b7-").hasSize(13);
        assertThat(DatastoreBlock.of("x", 7, "host/7/13").release()).isNotEqualTo(block.release());
    }

    private static List<DatastoreSpec> specs(Map<String, Object> given, List<DatastoreSpec> around) throws BadRequest {
        return RequestedDatastores.of("withDatastores", given).specs(around);
    }
}
