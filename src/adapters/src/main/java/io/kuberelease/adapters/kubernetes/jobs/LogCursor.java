package io.kuberelease.adapters.kubernetes.jobs;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a container's log has been told, so that a log read again from an earlier moment is continued and no line is
 * told twice. Lines come with the time at which they were written before them.
 */
final class LogCursor {

    private final Consumer<String> told;
    private @Nullable Instant last;
    private int toldAtLast;
    private int skippedAtLast;

    LogCursor(Consumer<String> told) {
        this.told = told;
    }

    /** From when on the log has to be read again; empty: from its start. */
    Optional<Instant> since() {
        return Optional.ofNullable(last);
    }

    /** The log will be read again, from {@link #since} on or earlier. */
    void rewind() {
        skippedAtLast = 0;
    }

    /** A line of the log. */
    void line(String line) {
        int space = line.indexOf(' ');
        Instant written = time(space < 0 ? line : line.substring(0, space));
        if (written == null) {
            told.accept(line);
            return;
        }
        if (!wasTold(written)) {
            toldAtLast = written.equals(last) ? toldAtLast + 1 : 1;
            skippedAtLast = toldAtLast;
            last = written;
            told.accept(space < 0 ? "" : line.substring(space + 1));
        }
    }

    private boolean wasTold(Instant written) {
        if (last == null || written.isAfter(last)) {
            return false;
        }
        if (written.equals(last) && skippedAtLast >= toldAtLast) {
            return false;
        }
        if (written.equals(last)) {
            skippedAtLast++;
        }
        return true;
    }

    private static @Nullable Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException none) {
            return null;
        }
    }
}
