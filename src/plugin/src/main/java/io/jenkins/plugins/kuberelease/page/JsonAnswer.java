package io.jenkins.plugins.kuberelease.page;

import io.kuberelease.app.page.JsonDocument;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** A document of the API as JSON; answers 304 to a client that has it already. */
final class JsonAnswer implements HttpResponse {
    private final JsonDocument document;

    JsonAnswer(Object document) {
        this.document = new JsonDocument(document);
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, @Nullable Object node)
            throws IOException {
        response.setHeader("ETag", document.tag());
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (document.isHad(Optional.ofNullable(request.getHeader("If-None-Match")))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(JsonDocument.TYPE);
        try (ServletOutputStream out = response.getOutputStream()) {
            out.write(document.content());
        }
    }
}
