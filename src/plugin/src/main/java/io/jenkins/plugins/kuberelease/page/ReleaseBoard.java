package io.jenkins.plugins.kuberelease.page;

import hudson.Extension;
import hudson.model.RootAction;
import jenkins.model.Jenkins;
import jenkins.security.stapler.StaplerNotDispatchable;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;

/** The board: every app that the visitor may see, by environments. */
@Extension
public final class ReleaseBoard implements RootAction {
    static final String ICON = "symbol-kube-release plugin-kube-release";

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

    /** What is shown. */
    @StaplerNotDispatchable
    public Board getBoard() {
        return Board.ofVisible();
    }

    /** The API of the board; answers a conditional GET. */
    public HttpResponse doJson() {
        Jenkins.get().checkPermission(Jenkins.READ);
        return new JsonAnswer(Board.ofVisible());
    }
}
