package io.kuberelease.request;

/**
 * The names by which an app's version is found, as far as they are known before anything is checked.
 *
 * @param app the app's, with which its own tags begin where apps share a repository; empty when it is not known
 * @param chart the chart's, which is before the version in the label of its objects; empty when it is not known
 */
public record AppNames(String app, String chart) {
    /** Neither name is known. */
    public static final AppNames UNKNOWN = new AppNames("", "");
}
