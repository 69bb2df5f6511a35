package io.kuberelease.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A person's decision, with exactly what it is about.
 *
 * @param granted whether they said yes
 * @param by who, as the cluster or Jenkins knows them
 * @param comment what they said with it
 * @param bundle the bundle they saw
 * @param environment where it goes
 * @param revision Helm's revision that they saw as the present one
 * @param diff the hash of the diff that they saw
 */
public record Approval(
        boolean granted,
        String by,
        Instant at,
        Optional<String> comment,
        ImageReference bundle,
        EnvironmentName environment,
        int revision,
        Digest diff) {

    /** Whether the decision is about this very change. */
    public boolean isAbout(ImageReference otherBundle, EnvironmentDiff otherDiff) {
        return bundle.equals(otherBundle) && revision == otherDiff.revision() && diff.equals(otherDiff.hash());
    }
}
