package io.jenkins.plugins.kuberelease.page;

import hudson.Extension;
import hudson.model.RootAction;
import io.kuberelease.app.page.BoardPage;
import io.kuberelease.app.page.PreviewsSummary;
import io.kuberelease.web.WebAssets;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.stapler.StaplerNotDispatchable;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;

/** The board: every app that the visitor may see, by environments. Also serves the scripts and styles of all pages. */
@Extension
public final class ReleaseBoard implements RootAction {
    static final String ICON = "symbol-kube-release plugin-kube-release";

    /** Many look at the board all day. */
    private static final Duration BOARD = Duration.ofMinutes(2);

    @Override
    public @Nullable String getIconFileName() {
        return Jenkins.get().hasPermission(Jenkins.READ) ? ICON : null;
    }

    @Override
    public String getDisplayName() {
        return "Releases";
    }

    @Override
    public String getUrlName() {
        return ReleaseAction.URL;
    }

    /** Used by the Jelly view. */
    @StaplerNotDispatchable
    public PageFrame getFrame() {
        return PageFrame.showing("board", "json", document());
    }

    /** The API of the board; answers a conditional GET. */
    public HttpResponse doJson() {
        Jenkins.get().checkPermission(Jenkins.READ);
        return Sent.json(document());
    }

    static BoardPage document() {
        return BoardPage.of(
                ReleaseIndex.get().visible().stream()
                        .map(job -> new BoardPage.Job(job.getParent().getFullDisplayName(), JobReleases.of(job)))
                        .toList(),
                previews());
    }

    /** The previews of projects that the visitor may see, as far as they are known now. */
    private static List<PreviewsSummary> previews() {
        return ReleaseControl.installed().stream()
                .flatMap(control -> control.previews().register().all().stream()
                        .flatMap(app -> ReleaseIndex.project(app.project()).map(project -> control.previewAnswers()
                                .summary(
                                        app,
                                        project.getFullDisplayName(),
                                        project.getUrl() + ProjectPreviews.URL + "/",
                                        BOARD))))
                .toList();
    }

    /** Serves scripts and styles, below the digest of their content. */
    public HttpResponse doAssets(StaplerRequest2 request) {
        String path = request.getRestOfPath();
        return Sent.asset(WebAssets.find(path.startsWith("/") ? path.substring(1) : path));
    }
}
