package io.kuberelease.app.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a server sends for a page: status, headers and content. */
public final class PageAnswer {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final int status;
    private final Map<String, String> headers;
    private final byte[] content;

    private PageAnswer(int status, Map<String, String> headers, byte[] content) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.content = content;
    }

    /**
     * A document of the API; nothing but its tag for a client that has it.
     *
     * @param ifNoneMatch the request's header of that name, if it has one
     */
    public static PageAnswer document(JsonDocument document, Optional<String> ifNoneMatch) {
        boolean had = document.isHad(ifNoneMatch);
        return new PageAnswer(
                had ? NOT_MODIFIED : OK,
                Map.of(
                        "ETag",
                        document.tag(),
                        "Cache-Control",
                        "private, no-cache",
                        "X-Content-Type-Options",
                        "nosniff",
                        "Content-Type",
                        JsonDocument.TYPE),
                had ? new byte[0] : document.content());
    }

    /**
     * A file that a release left.
     *
     * @param line what the host itself takes out of each line
     * @throws IOException when it can't be read
     */
    public static PageAnswer file(KeptFile file, UnaryOperator<String> line) throws IOException {
        return new PageAnswer(OK, KeptFile.HEADERS, file.text(line).getBytes(StandardCharsets.UTF_8));
    }

    /** A script, a style or an image; its address changes with its content. */
    public static PageAnswer asset(String type, String caching, byte[] content) {
        return new PageAnswer(
                OK,
                Map.of("Content-Type", type, "X-Content-Type-Options", "nosniff", "Cache-Control", caching),
                content.clone());
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The headers; a server may have set others before. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Empty for a client that has it. */
    public byte[] content() {
        return content.clone();
    }
}
