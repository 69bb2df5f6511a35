package io.kuberelease.model;

/**
 * A bundle with the version and the commit that people know it by.
 *
 * @param commit the source that it was made from
 */
public record KnownBundle(ImageReference reference, Version version, String commit) {

    /** The bundle that a record is about. */
    public static KnownBundle of(EnvironmentRecord record) {
        return new KnownBundle(record.bundle(), record.version(), record.commit());
    }

    /** The version and the abbreviated digest, for example {@code 1.4.0 (sha256:77ab12cd)}. */
    public String words() {
        return version + " (" + reference.digest().abbreviated() + ")";
    }
}
