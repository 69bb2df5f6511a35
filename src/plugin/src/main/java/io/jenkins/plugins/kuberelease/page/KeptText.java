package io.jenkins.plugins.kuberelease.page;

import hudson.console.ConsoleNote;
import io.kuberelease.view.Harmless;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** A file of text on the controller, sent as text and as nothing else: its lines come from containers and programs. */
final class KeptText implements HttpResponse {
    private final Path file;

    KeptText(Path file) {
        this.file = file;
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, @Nullable Object node)
            throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("Cache-Control", "private, no-cache");
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
                PrintWriter out = response.getWriter()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.print(Harmless.text(ConsoleNote.removeNotes(line)) + "\n");
            }
        }
    }
}
