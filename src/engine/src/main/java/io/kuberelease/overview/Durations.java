package io.kuberelease.overview;

import java.time.Duration;
import java.util.Locale;

/** Times as people read them. */
public final class Durations {
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;

    private Durations() {}

    /** For example {@code 2.1 s}, {@code 3 min 07 s} or {@code 1 h 05 min}. */
    public static String words(Duration time) {
        long seconds = time.toSeconds();
        if (seconds >= HOUR) {
            return String.format(Locale.ROOT, "%d h %02d min", seconds / HOUR, seconds % HOUR / MINUTE);
        }
        if (seconds >= MINUTE) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / MINUTE, seconds % MINUTE);
        }
        return String.format(Locale.ROOT, "%.1f s", Math.floor(time.toMillis() / 100.0) / 10);
    }
}
