package io.kuberelease.adapters.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Locale;

/**
 * Writes the records of the API as JSON: a field for each component, times in ISO 8601, the cases of an enum in
 * lower case with dashes, nothing for what is absent.
 */
public final class ApiCodec {
    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule("kube-release-api").addSerializer(new Kebab()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .build();

    /** The document in one line. */
    public String write(Object document) {
        return written(mapper.writer(), document);
    }

    /** The document, indented for people to read. */
    public String writePretty(Object document) {
        return written(mapper.writerWithDefaultPrettyPrinter(), document);
    }

    private static String written(ObjectWriter writer, Object document) {
        try {
            return writer.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "a " + document.getClass().getSimpleName() + " can't be written as JSON", e);
        }
    }

    private static final class Kebab extends StdSerializer<Enum<?>> {
        private static final long serialVersionUID = 1;

        private Kebab() {
            super(Enum.class, false);
        }

        @Override
        public void serialize(Enum<?> value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }
}
