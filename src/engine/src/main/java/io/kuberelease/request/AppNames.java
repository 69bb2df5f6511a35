package io.kuberelease.request;

/**
 * The names that an app's version has to do with, as far as they are known before anything is checked.
 *
 * @param app the app's, which tags of its own begin with where several apps share a repository; empty when it is not known
 * @param chart the chart's, which stands before the version in the label of each of its objects; empty when it is not known
 */
public record AppNames(String app, String chart) {
    /** Nothing is known. */
    public static final AppNames UNKNOWN = new AppNames("", "");
}
