package io.kuberelease.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The times in which nobody carried the release on: from the last entry of a process that was killed or stopped to the
 * one of the next. How long after that entry it went on working is not known.
 *
 * @param heardAt the last entry of a process that carries the release on; what people write is none
 */
public record Silences(Instant heardAt, List<Silence> all) {
    public Silences {
        all = List.copyOf(all);
    }

    /** One of them. */
    public record Silence(Instant from, Instant to) {
        private Duration within(Instant begin, Instant end) {
            Duration shared = Duration.between(from.isAfter(begin) ? from : begin, to.isBefore(end) ? to : end);
            return shared.isNegative() ? Duration.ZERO : shared;
        }
    }

    Silences after(JournalEntry entry) {
        ReleaseEvent event = entry.event();
        if (event instanceof ReleaseEvent.Decided || event instanceof ReleaseEvent.AbortRequested) {
            return this;
        }
        if (!(event instanceof ReleaseEvent.Resumed)) {
            return new Silences(entry.at(), all);
        }
        List<Silence> more = new ArrayList<>(all);
        more.add(new Silence(heardAt, entry.at()));
        return new Silences(entry.at(), more);
    }

    /** The time from one moment to another without them. */
    public Duration without(Instant from, Instant to) {
        Duration silent = all.stream().map(silence -> silence.within(from, to)).reduce(Duration.ZERO, Duration::plus);
        return Duration.between(from, to).minus(silent);
    }
}
