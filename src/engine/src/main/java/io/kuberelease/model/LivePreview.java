package io.kuberelease.model;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A preview as its namespace describes it.
 *
 * @param uid of the namespace
 * @param owner who released to it last
 * @param since when it was made
 * @param until how long it lives unless it is released to again
 */
public record LivePreview(
        Namespace namespace,
        String uid,
        String branch,
        Optional<URI> address,
        String owner,
        Instant since,
        Instant until,
        State state) {
    /** How far it has come. */
    public enum State {
        /** Its namespace is there, and whether there is room for it is being found out. */
        CLAIMED,
        /** It lives. */
        LIVE,
        /** It is being deleted. */
        ENDING
    }

    /** Whether its time is over. */
    public boolean overdue(Instant now) {
        return until.isBefore(now);
    }
}
