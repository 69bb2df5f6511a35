package io.jenkins.plugins.kuberelease.page;

import io.kuberelease.api.DiffData;
import io.kuberelease.model.ReleaseId;
import java.util.Optional;

/** What the answer to a question counts for, and for nothing that has come in its place. */
public sealed interface Binding {

    /** What is asked about can't be another by then. */
    record ToTheRelease() implements Binding {}

    /** The bundle with the digest, which is taken out of an environment. */
    record ToBundle(String digest) implements Binding {}

    /** What follows the last release that took the bundle there or tried to; absent when none did. */
    record ToTheNext(Optional<ReleaseId> tried) implements Binding {}

    /** The change that was shown, by its hash. */
    record ToChange(DiffData diff) implements Binding {}
}
