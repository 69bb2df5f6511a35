package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    private final Schema schema = Schema.published();

    @ParameterizedTest
    @EnumSource(Section.class)
    void theSchemaKnowsTheKeysThatTheCompilerKnows(Section section) {
        JsonNode node = schema.section(section.path());
        List<String> keys = new ArrayList<>();
        node.path("properties").fieldNames().forEachRemaining(keys::add);

        assertThat(keys).containsExactlyElementsOf(section.keys());
        assertThat(node.path("additionalProperties").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Section.class)
    void everyKeyIsDescribed(Section section) {
        JsonNode properties = schema.section(section.path()).path("properties");

        assertThat(section.keys()).allSatisfy(key -> assertThat(
                        properties.path(key).path("description").asText())
                .isNotBlank());
    }

    @Test
    void theSchemaKnowsTheDatastoresThatTheCompilerKnows() {
        List<String> types = new ArrayList<>();
        schema.section("datastores.*").at("/properties/type/enum").forEach(type -> types.add(type.asText()));

        assertThat(types).containsExactlyElementsOf(new DatastoreCatalogue().names());
    }

    @Test
    void theExamplesAreAccepted() throws IOException {
        String polls = Files.readString(Path.of("../../examples/polls/kube-release.yaml"));

        assertThat(schema.complaints(CompiledPlanTest.EXAMPLE)).isEmpty();
        assertThat(schema.complaints(polls)).isEmpty();
    }

    static Stream<Arguments> keys() {
        return Arrays.stream(Section.values())
                .flatMap(section -> section.keys().stream().map(key -> Arguments.of(section, key)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("keys")
    void aListOfListsIsNoValueOfAnyKeyForCompilerAndSchema(Section section, String key) {
        String file = with(section, key);

        assertThat(schema.complaints(file)).isNotEmpty();
        String field = section.path().replace("*", "mine") + (section.path().isEmpty() ? "" : ".") + key;
        assertThat(Compiled.file(file).problems())
                .anySatisfy(problem -> assertThat(problem.field()).startsWith(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app: polls",
                "image: {repository: eu.gcr.io/acme/polls, tag: x}",
                "image: {repository: \"eu.gcr.io/acme/polls:1\"}",
                "image: {repository: eu.gcr.io/acme/polls, context: /src}",
                "image: {repository: eu.gcr.io/acme/polls, builder: kaniko}",
                "image: {repository: eu.gcr.io/acme/polls, secrets: {a: {env: A, file: b}}}",
                "{image: {repository: eu.gcr.io/acme/polls}, environments: {mine: {}}}",
                "{image: {repository: eu.gcr.io/acme/polls}, environments: {Mine: {cluster: a}}}",
                "{image: {repository: eu.gcr.io/acme/polls}, environments: {mine: {cluster: a, verify: {}}}}",
                "{image: {repository: eu.gcr.io/acme/polls}, environments: {mine: {cluster: a, readyWithin: 5}}}",
                "{image: {repository: eu.gcr.io/acme/polls}, test: {cluster: a, command: make test}}",
                "{image: {repository: eu.gcr.io/acme/polls}, notify: {slack: {}}}"
            })
    void whatTheSchemaRefusesTheCompilerRefuses(String file) {
        assertThat(schema.complaints(file)).isNotEmpty();
        assertThat(Compiled.file(file).problems()).isNotEmpty();
    }

    /** A file in which just that key has an impossible value. */
    private static String with(Section section, String key) {
        String others = section == Section.DATASTORE && !key.equals("type") ? "\"image\": \"a\", \"port\": 1, " : "";
        String path = section.path();
        boolean inDatastore = section == Section.READY || section == Section.DATASTORE_RESOURCES;
        String value = "{" + others.replace("\"" + key + "\": \"a\", ", "").replace("\"" + key + "\": 1, ", "") + "\""
                + key + "\": [[]]}";
        List<String> parts =
                path.isEmpty() ? List.of() : List.of(path.replace("*", "mine").split("\\.", -1));
        for (int i = parts.size() - 1; i >= 0; i--) {
            String beside = inDatastore && i == 2 ? "\"image\": \"a\", \"port\": 1, " : "";
            value = "{" + beside + "\"" + parts.get(i) + "\": " + value + "}";
        }
        return value;
    }
}
