package io.jenkins.plugins.kuberelease.page;

import hudson.console.ConsoleNote;
import io.kuberelease.app.page.JsonDocument;
import io.kuberelease.app.page.KeptFile;
import io.kuberelease.app.page.PageAnswer;
import io.kuberelease.web.WebAssets;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** Sends what pages are made of. */
@FunctionalInterface
interface Sent extends HttpResponse {
    /** The answer to a client that has the document with this tag, if it has one. */
    PageAnswer answer(Optional<String> ifNoneMatch) throws IOException;

    /** A document of the API. */
    static HttpResponse json(Object document) {
        JsonDocument written = new JsonDocument(document);
        Sent sent = had -> PageAnswer.document(written, had);
        return sent;
    }

    /** A file that a release left on the controller, without Jenkins' notes in its lines; 404 when there is none. */
    static HttpResponse file(Optional<KeptFile> file) {
        return orNothing(file.map(kept -> had -> PageAnswer.file(kept, ConsoleNote::removeNotes)));
    }

    /** A script or a style; 404 when there is none. */
    static HttpResponse asset(Optional<WebAssets.Asset> asset) {
        return orNothing(asset.map(found -> had -> PageAnswer.asset(found.type(), WebAssets.CACHING, found.content())));
    }

    private static HttpResponse orNothing(Optional<Sent> sent) {
        return sent.<HttpResponse>map(found -> found)
                .orElseGet(() -> HttpResponses.errorWithoutStack(404, "Nothing of that kind is kept here"));
    }

    @Override
    default void generateResponse(StaplerRequest2 request, StaplerResponse2 response, @Nullable Object node)
            throws IOException {
        PageAnswer answer = answer(Optional.ofNullable(request.getHeader("If-None-Match")));
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        try (ServletOutputStream out = response.getOutputStream()) {
            out.write(answer.content());
        }
    }
}
