package io.kuberelease.adapters.kubernetes.previews;

import java.time.Duration;

/** Durations as people say them, for example {@code 3 h}. */
final class Ages {
    private Ages() {}

    static String words(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 1) {
            return time.toHours() + " h";
        }
        return time.toMinutes() > 1 ? time.toMinutes() + " min" : Math.max(0, time.toSeconds()) + " s";
    }
}
