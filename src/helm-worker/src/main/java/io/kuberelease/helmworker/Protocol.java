package io.kuberelease.helmworker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** The messages between the worker and whoever started it: one JSON text a line, described in docs. */
final class Protocol {
    /** Goes up when a message changes its meaning; both sides must speak the same. */
    static final int VERSION = 1;

    // Helm's Go code may write to the same pipe: a message begins where no text of its would (RFC 7464).
    private static final char RECORD_SEPARATOR = '\u001e';

    private final ObjectMapper json = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .setSerializationInclusion(JsonInclude.Include.NON_EMPTY);

    /** What is asked: the operation's name decides which arguments it has. */
    record Request(int v, long id, String op, JsonNode args) {}

    /** Reads a request. */
    Request read(String line) throws JsonProcessingException {
        return json.readValue(line, Request.class);
    }

    /** An operation's arguments as a record. */
    <T> T arguments(Request request, Class<T> type) throws JsonProcessingException {
        return json.treeToValue(request.args(), type);
    }

    /** The line that says what came of a request. */
    String done(long id, Object result) {
        return line(Map.of("v", VERSION, "id", id, "result", result));
    }

    /** The line that says why a request was not done. */
    String refused(long id, String why) {
        return line(Map.of("v", VERSION, "id", id, "error", why));
    }

    private String line(Map<String, Object> message) {
        try {
            return "\n" + RECORD_SEPARATOR + json.writeValueAsString(message) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a message of strings and numbers has a JSON form", impossible);
        }
    }
}
