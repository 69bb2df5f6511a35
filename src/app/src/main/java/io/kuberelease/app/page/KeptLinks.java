package io.kuberelease.app.page;

import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.HostedReleases;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Addresses of what is kept of a release, relative to the release page. */
public final class KeptLinks {
    private KeptLinks() {}

    /** The address of the evidence of a failed stage. */
    public static String evidence(ReleaseId release, StageId stage) {
        return "evidence?release=" + encoded(release.value()) + "&stage=" + encoded(stage.value());
    }

    /** The links to all that is kept of a release: {@code console}, and {@code evidence/} with the stage. */
    static <B> Map<String, String> of(HostedReleases<B> releases, B build, HostedRelease release) {
        Map<String, String> links = new HashMap<>();
        ReleaseState state = release.state();
        ReleaseId id = state.plan().release();
        releases.console(build, id).ifPresent(file -> links.put("console", "console?release=" + encoded(id.value())));
        state.all().stream()
                .filter(stage -> stage.isLost() || stage.isErrored())
                .map(stage -> stage.stage().id())
                .filter(stage -> releases.evidence(build, id, stage).isPresent())
                .forEach(stage -> links.put("evidence/" + stage, evidence(id, stage)));
        return links;
    }

    /** URL-encodes a text, with {@code %20} for a blank, since people read addresses too. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
