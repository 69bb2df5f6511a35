package io.kuberelease.adapters.oci;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a registry answered, with the body in memory: what we read from registries is small. */
@SuppressWarnings("ArrayRecordComponent") // answers are read, never compared
record Answer(int status, HttpHeaders headers, byte[] body, URI address) {
    private static final int SHOWN = 300;

    boolean ok() {
        return status / 100 == 2;
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The beginning of the body as one line, for messages; no registry puts a credential there. */
    String excerpt() {
        String text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
