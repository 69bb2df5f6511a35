package io.jenkins.plugins.kuberelease.page;

import hudson.console.ConsoleNote;
import hudson.model.Run;
import io.kuberelease.app.actions.HostedReleases;
import io.kuberelease.app.page.KeptFile;
import io.kuberelease.app.page.KeptFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** A file that a release left on the controller, without Jenkins' notes in its lines. */
record FileAnswer(KeptFile file) implements HttpResponse {
    private static final int NOT_FOUND = 404;

    /** The answer to a request for an address at the build's release page; 404 when nothing is kept there. */
    static HttpResponse at(Run<?, ?> run, String address) {
        return ReleaseControl.installed()
                .map(ReleaseControl::releases)
                .flatMap(releases -> find(releases, run, address).<HttpResponse>map(FileAnswer::new))
                .orElseGet(() -> HttpResponses.errorWithoutStack(NOT_FOUND, "Nothing of that kind is kept here"));
    }

    private static Optional<KeptFile> find(HostedReleases<Run<?, ?>> releases, Run<?, ?> run, String address) {
        return releases.find(run).stream()
                .flatMap(release -> KeptFiles.of(releases, run, release).at(address).stream())
                .findFirst();
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, @Nullable Object node)
            throws IOException {
        String text = file.text(ConsoleNote::removeNotes);
        KeptFile.HEADERS.forEach(response::setHeader);
        try (PrintWriter out = response.getWriter()) {
            out.print(text);
        }
    }
}
