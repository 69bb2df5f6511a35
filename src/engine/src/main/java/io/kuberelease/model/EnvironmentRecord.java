package io.kuberelease.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of what a release left in an environment; it answers "what runs there, since when, by whom, from what".
 *
 * @param images the images in it
 * @param bundle the bundle that was deployed
 * @param helmRevision Helm's revision that holds it
 * @param at when it ended there
 * @param by who started the release
 * @param result how the release ended there
 * @param circumstances how it came there
 */
public record EnvironmentRecord(
        ReleaseId release,
        AppName app,
        EnvironmentName environment,
        Version version,
        String commit,
        PerImage<ImageReference> images,
        ImageReference bundle,
        int helmRevision,
        Instant at,
        String by,
        Result result,
        Circumstances circumstances) {

    /** A record of a release from source whose circumstances are not known. */
    public EnvironmentRecord(
            ReleaseId release,
            AppName app,
            EnvironmentName environment,
            Version version,
            String commit,
            PerImage<ImageReference> images,
            ImageReference bundle,
            int helmRevision,
            Instant at,
            String by,
            Result result) {
        this(
                release,
                app,
                environment,
                version,
                commit,
                images,
                bundle,
                helmRevision,
                at,
                by,
                result,
                Circumstances.UNKNOWN);
    }

    /** Whether the environment was left with this bundle in it, ready and checked. */
    public boolean isGood() {
        return result != Result.FAILED;
    }

    /** How a release ended in an environment. */
    public enum Result {
        DEPLOYED,
        UNCHANGED,
        FAILED,
        /** The release failed there, and this earlier bundle was brought back. */
        RETURNED
    }

    /**
     * How a bundle came to an environment.
     *
     * @param kind why it came there
     * @param took from the start of the deployment to the last check; absent where it is not known
     * @param approvedBy who said yes; absent where nobody was asked
     */
    public record Circumstances(ReleaseKind kind, Optional<Duration> took, Optional<String> approvedBy) {
        /** For records without circumstances, which count as releases from source. */
        public static final Circumstances UNKNOWN =
                new Circumstances(ReleaseKind.RELEASE, Optional.empty(), Optional.empty());
    }
}
