package io.jenkins.plugins.kuberelease.page;

import hudson.Util;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;

/** Where what a release left on the controller is read, relative to the release page. */
public final class KeptLinks {
    private KeptLinks() {}

    /** What was seen when a stage failed. */
    public static String evidence(ReleaseId release, StageId stage) {
        return "evidence?release=" + Util.rawEncode(release.value()) + "&stage=" + Util.rawEncode(stage.value());
    }

    static String console(ReleaseId release) {
        return "console?release=" + Util.rawEncode(release.value());
    }
}
