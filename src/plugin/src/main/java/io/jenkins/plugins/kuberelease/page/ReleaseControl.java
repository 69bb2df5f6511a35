package io.jenkins.plugins.kuberelease.page;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import io.kuberelease.app.actions.HostedReleases;
import io.kuberelease.app.hosting.ReleaseSummary;
import io.kuberelease.app.page.PreviewAnswers;
import io.kuberelease.app.preview.PreviewKeeper;
import java.util.List;
import java.util.Optional;

/** The component that runs the releases of builds in this Jenkins. */
public interface ReleaseControl extends ExtensionPoint {

    /** The releases of the builds, and what can be done with them. */
    HostedReleases<Run<?, ?>> releases();

    /** Short forms of the releases of a build, for lists of many builds. */
    List<ReleaseSummary> summaries(Run<?, ?> run);

    /** Those who look after the previews that projects have made. */
    PreviewKeeper previews();

    /** What is shown of them. */
    PreviewAnswers<ProjectBranches.At> previewAnswers();

    /** The installed one; absent when there is none. */
    static Optional<ReleaseControl> installed() {
        return ExtensionList.lookup(ReleaseControl.class).stream().findFirst();
    }
}
