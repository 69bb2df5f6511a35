package io.kuberelease.view;

import java.time.Duration;
import java.util.Locale;

/** Times as people read them. */
public final class Durations {
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;

    private Durations() {}

    /** A limit that somebody chose, for example {@code 10 min} or {@code 4 h}. */
    public static String limit(Duration time) {
        long seconds = time.toSeconds();
        if (seconds >= HOUR && seconds % HOUR == 0) {
            return seconds / HOUR + " h";
        }
        if (seconds >= MINUTE && seconds % MINUTE == 0) {
            return seconds / MINUTE + " min";
        }
        return seconds < MINUTE ? seconds + " s" : words(time);
    }

    /** How old something is or has yet to live, in one unit: {@code 3 days}, {@code 5 h}, {@code 7 min}. */
    public static String age(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 1) {
            return time.toHours() + " h";
        }
        return time.toMinutes() > 1 ? time.toMinutes() + " min" : Math.max(0, time.toSeconds()) + " s";
    }

    /** A time that something took, for example {@code 2.1 s}, {@code 3 min 07 s} or {@code 1 h 05 min}. */
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
