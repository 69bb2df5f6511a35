package io.kuberelease.app.page;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of what is kept of a release, relative to the release page. */
public final class KeptLinks {
    private KeptLinks() {}

    /** The address of the evidence of a failed stage. */
    public static String evidence(ReleaseId release, StageId stage) {
        return evidence(release.value(), stage.value());
    }

    /** The same for names that somebody asks for, whatever they are. */
    public static String evidence(String release, String stage) {
        return "evidence?release=" + encoded(release) + "&stage=" + encoded(stage);
    }

    /** The address of the log of a release that wrote it to a file. */
    public static String console(String release) {
        return "console?release=" + encoded(release);
    }

    /** URL-encodes a text, with {@code %20} for a blank, since people read addresses too. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
