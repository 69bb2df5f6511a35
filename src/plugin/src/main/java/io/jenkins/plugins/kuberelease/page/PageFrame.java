package io.jenkins.plugins.kuberelease.page;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.web.WebAssets;

/**
 * The part of a page that Jenkins renders: a place that scripts fill.
 *
 * @param kind the page's name in the scripts
 * @param url of its document, relative to the page; empty when the page is not refreshed
 * @param document the document as of now; empty when the scripts are to request it
 */
public record PageFrame(String kind, String url, String document) {

    static PageFrame asking(String kind) {
        return new PageFrame(kind, "json", "");
    }

    static PageFrame showing(String kind, String url, Object document) {
        return new PageFrame(kind, url, new ApiCodec().write(document));
    }

    /** Used by the Jelly view: the text to show where nothing was released yet. */
    public String nothing() {
        return kind.equals("previews")
                ? "No preview was made of this repository yet."
                : kind.equals("board")
                        ? "No job that you may see has released yet. A release begins with the step kubeRelease in a Jenkinsfile."
                        : "No release has begun here yet.";
    }

    /** Used by the Jelly view: the path of scripts and styles, relative to Jenkins' root. */
    public String assets() {
        return ReleaseAction.URL + "/assets/" + WebAssets.digest();
    }
}
