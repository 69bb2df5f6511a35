package io.kuberelease.adapters.slack;

import io.kuberelease.model.ReleaseId;
import java.net.URI;
import java.util.Optional;

/** Where the pages about a release are, when something shows it on pages. */
public interface ReleaseLinks {
    /** Nothing shows it: a person is told the command instead. */
    ReleaseLinks NONE = new ReleaseLinks() {
        @Override
        public Optional<URI> page(ReleaseId release) {
            return Optional.empty();
        }

        @Override
        public Optional<URI> decision(ReleaseId release, String environment) {
            return Optional.empty();
        }
    };

    /** The release itself. */
    Optional<URI> page(ReleaseId release);

    /** Where a person is asked to approve or reject; opening it changes nothing. */
    Optional<URI> decision(ReleaseId release, String environment);
}
