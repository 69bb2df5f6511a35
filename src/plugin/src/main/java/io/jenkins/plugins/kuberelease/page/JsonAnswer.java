package io.jenkins.plugins.kuberelease.page;

import hudson.Util;
import io.kuberelease.adapters.api.ApiCodec;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** A document of the API as JSON; answers 304 to a client that has it already. */
final class JsonAnswer implements HttpResponse {
    private final String body;

    JsonAnswer(Object document) {
        this.body = new ApiCodec().write(document);
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, @Nullable Object node)
            throws IOException {
        String tag = "\"" + Util.getDigestOf(body) + "\"";
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("application/json;charset=UTF-8");
        try (ServletOutputStream out = response.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
