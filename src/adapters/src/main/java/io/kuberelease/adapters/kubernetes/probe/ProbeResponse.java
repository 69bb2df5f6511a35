package io.kuberelease.adapters.kubernetes.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.model.Evidence;
import java.util.List;

/**
 * The answer to one request, or the lack of one.
 *
 * @param status the HTTP status; 0 when there was no answer
 * @param body the beginning of the body, or the reason why there was no answer
 * @param fromApiServer whether it passed through an API server; a proxy in front of one may answer in its place
 */
record ProbeResponse(int status, String body, boolean fromApiServer) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINES = 20;
    private static final int LONGEST = 300;
    private static final int OK = 200;
    private static final int REDIRECT = 300;

    static ProbeResponse none(String why) {
        return new ProbeResponse(0, why, false);
    }

    boolean good() {
        return status >= OK && status < REDIRECT;
    }

    boolean none() {
        return status == 0;
    }

    /**
     * Whether the API server itself gave the answer and not the app: its body is a Kubernetes Status about this very
     * answer. An app's own page or API that merely has the word in it is the app's.
     */
    boolean ofApiServer() {
        try {
            JsonNode said = JSON.readTree(body);
            return said != null
                    && said.path("kind").asText().equals("Status")
                    && said.path("apiVersion").asText().equals("v1")
                    && said.path("status").asText().equals("Failure")
                    && said.path("code").asInt() == status;
        } catch (JsonProcessingException noJson) {
            return false;
        }
    }

    String words() {
        return status == 0 ? "no answer: " + capped(body.lines().findFirst().orElse("")) : "answered " + status;
    }

    Evidence evidence(String url) {
        List<String> lines = body.lines()
                .limit(LINES)
                .map(ProbeResponse::capped)
                .filter(line -> !line.isBlank())
                .toList();
        return new Evidence("answer of " + url, lines);
    }

    private static String capped(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
