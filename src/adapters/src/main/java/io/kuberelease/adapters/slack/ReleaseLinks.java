package io.kuberelease.adapters.slack;

import io.kuberelease.model.ReleaseId;
import java.net.URI;
import java.util.Optional;

/** The addresses of the pages about a release, if the program has pages. */
public interface ReleaseLinks {
    /** No pages: messages show the command instead. */
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

    /** The release's own page; empty when there is none. */
    Optional<URI> page(ReleaseId release);

    /** The page on which a person approves or rejects; opening it changes nothing. Empty when there is none. */
    Optional<URI> decision(ReleaseId release, String environment);
}
