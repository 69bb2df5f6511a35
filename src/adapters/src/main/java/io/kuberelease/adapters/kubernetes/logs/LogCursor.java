package io.kuberelease.adapters.kubernetes.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how far a container's log was passed on, so that reading it again from an earlier moment repeats no line.
 * Lines begin with a timestamp; one without is always passed on. Not thread-safe.
 */
final class LogCursor {

    private final Consumer<String> told;
    private @Nullable Instant last;
    private int toldAtLast;
    private int skippedAtLast;

    LogCursor(Consumer<String> told) {
        this.told = told;
    }

    /** The moment from which the log has to be read again; empty for its start. */
    Optional<Instant> since() {
        return Optional.ofNullable(last);
    }

    /** To be called before the log is read again, from {@link #since} or earlier. */
    void rewind() {
        skippedAtLast = 0;
    }

    /** Takes a line of the log, and passes it on without its timestamp unless it was passed on before. */
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
