package io.kuberelease.cli.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Data for programs as one JSON document; times as ISO 8601, what is absent is left out. */
public final class JsonDocument {
    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** The document, without an end of its last line. */
    public String print(Record data) {
        try {
            return mapper.writeValueAsString(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("data for programs has a JSON form", impossible);
        }
    }
}
