package io.kuberelease.adapters.bundle;

import io.kuberelease.request.Place;

/**
 * A reason to refuse a values file; never holds the value.
 *
 * @param key the dotted path of the value, for example {@code env[2].value}; empty when it is about the file
 * @param reason why it is refused, as the rest of a sentence that begins with the key
 * @param fix what would be accepted
 */
record Finding(Place place, String key, String reason, String fix) {

    /** The key and the reason, without the place. */
    String what() {
        return (key.isEmpty() ? "the file" : key) + " " + reason;
    }

    /** Place, key, reason and fix on one line. */
    String line() {
        return place + ": " + what() + "; " + fix;
    }
}
