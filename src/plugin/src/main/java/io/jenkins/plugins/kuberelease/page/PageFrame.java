package io.jenkins.plugins.kuberelease.page;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.web.WebAssets;

/**
 * What Jenkins renders of a page: the place that scripts fill.
 *
 * @param kind which page, as the scripts call them
 * @param url of its document, relative to the page; nothing when it stays as it is
 * @param document as it is now; nothing when the scripts are to ask for it
 */
public record PageFrame(String kind, String url, String document) {

    static PageFrame asking(String kind) {
        return new PageFrame(kind, "json", "");
    }

    static PageFrame showing(String kind, String url, Object document) {
        return new PageFrame(kind, url, new ApiCodec().write(document));
    }

    /** For the page: what is to be said where nothing was released yet. */
    public String nothing() {
        return kind.equals("board")
                ? "No job that you may see has released yet. A release begins with the step kubeRelease in a Jenkinsfile."
                : "No release has begun here yet.";
    }

    /** For the page: where scripts and styles are, relative to Jenkins' root. */
    public String assets() {
        return ReleaseAction.URL + "/assets/" + WebAssets.digest();
    }
}
