package io.kuberelease.app.page;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A document of the API as a server sends it, with a tag by which a client that has it already is spared it. */
public final class JsonDocument {
    /** Its content type. */
    public static final String TYPE = "application/json;charset=utf-8";

    private final byte[] content;
    private final String tag;

    /**
     * @param document a form of the API
     */
    public JsonDocument(Object document) {
        this.content = new ApiCodec().write(document).getBytes(StandardCharsets.UTF_8);
        this.tag = "\"" + Digest.of(content).value() + "\"";
    }

    /** The text in UTF-8. */
    public byte[] content() {
        return content.clone();
    }

    /** The value for the header {@code ETag}: another one whenever the text is another one. */
    public String tag() {
        return tag;
    }

    /**
     * Whether the client has this very text.
     *
     * @param ifNoneMatch the request's header of that name, if it has one
     */
    public boolean isHad(Optional<String> ifNoneMatch) {
        return ifNoneMatch.filter(tag::equals).isPresent();
    }
}
