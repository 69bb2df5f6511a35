package io.kuberelease.adapters.bundle;

import io.kuberelease.request.Place;

/**
 * One thing for which a values file is refused; never holds the value.
 *
 * @param key the dotted path of the value, for example {@code env[2].value}; empty when it is about the file
 * @param reason why it can't be taken, as the rest of a sentence that begins with the key
 * @param fix what would be accepted
 */
record Finding(Place place, String key, String reason, String fix) {

    /** What is refused and why, without its place. */
    String what() {
        return (key.isEmpty() ? "the file" : key) + " " + reason;
    }

    /** One line for a person. */
    String line() {
        return place + ": " + what() + "; " + fix;
    }
}
