package io.kuberelease.model;

import java.time.Instant;

/**
 * What is in an environment: the entry that answers "what runs there, since when, by whom, from what".
 *
 * @param bundle the bundle that was deployed
 * @param helmRevision Helm's revision that holds it
 * @param by who started the release
 * @param result how the release ended there
 */
public record EnvironmentRecord(
        ReleaseId release,
        AppName app,
        EnvironmentName environment,
        Version version,
        String commit,
        ImageReference image,
        ImageReference bundle,
        int helmRevision,
        Instant at,
        String by,
        Result result) {

    /** How a release ended in an environment. */
    public enum Result {
        DEPLOYED,
        UNCHANGED,
        FAILED
    }
}
