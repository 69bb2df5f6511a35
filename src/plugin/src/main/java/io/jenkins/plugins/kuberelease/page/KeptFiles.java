package io.jenkins.plugins.kuberelease.page;

import hudson.console.ConsoleNote;
import hudson.model.Run;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.HostedReleases;
import io.kuberelease.journal.StageState;
import io.kuberelease.plan.Stage;
import io.kuberelease.view.TextSanitizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * The files that releases left on the controller. Names in a request are only compared with the build's releases and
 * stages, and never become part of a path.
 */
final class KeptFiles {
    private static final int NOT_FOUND = 404;

    private final Run<?, ?> run;
    private final HostedReleases<Run<?, ?>> releases;

    private KeptFiles(Run<?, ?> run, HostedReleases<Run<?, ?>> releases) {
        this.run = run;
        this.releases = releases;
    }

    /**
     * The files of a build.
     *
     * @throws HttpResponses.HttpResponseException with status 404 when no {@link ReleaseControl} is installed
     */
    static KeptFiles of(Run<?, ?> run) {
        return new KeptFiles(
                run,
                ReleaseControl.installed()
                        .map(ReleaseControl::releases)
                        .orElseThrow(
                                () -> HttpResponses.errorWithoutStack(NOT_FOUND, "Nothing carries out releases here")));
    }

    /** The evidence of a failed stage; 404 when none is kept. */
    HttpResponse evidence(String release, String stage) {
        return answer(release, found -> found.state().all().stream()
                .map(StageState::stage)
                .map(Stage::id)
                .filter(id -> id.value().equals(stage))
                .findFirst()
                .flatMap(id -> releases.evidence(run, found.id(), id)));
    }

    /** The log of a release that has no build to write to; 404 when there is none. */
    HttpResponse console(String release) {
        return answer(release, found -> releases.console(run, found.id()));
    }

    private HttpResponse answer(String release, Function<HostedRelease, Optional<Path>> file) {
        return releases.find(run).stream()
                .filter(found -> found.id().value().equals(release))
                .findFirst()
                .flatMap(file)
                .<HttpResponse>map(Text::new)
                .orElseGet(() -> HttpResponses.errorWithoutStack(NOT_FOUND, "Nothing of that kind is kept here"));
    }

    /** A file, sent as plain text only, since its lines come from containers and programs. */
    private record Text(Path file) implements HttpResponse {
        @Override
        public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, @Nullable Object node)
                throws IOException {
            response.setContentType("text/plain;charset=UTF-8");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
            response.setHeader("Cache-Control", "private, no-cache");
            try (BufferedReader lines = new BufferedReader(
                            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
                    PrintWriter out = response.getWriter()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    out.print(TextSanitizer.text(ConsoleNote.removeNotes(line)) + "\n");
                }
            }
        }
    }
}
