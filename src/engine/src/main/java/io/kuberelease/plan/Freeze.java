package io.kuberelease.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The times in which no deployment begins in an environment.
 *
 * @param windows may overlap; the freeze ends when none of them holds
 */
public record Freeze(List<FreezeWindow> windows) {
    /** The longest freeze that is waited for; one that never ends is not looked through to its end. */
    public static final Duration LONGEST = Duration.ofDays(31);

    public Freeze {
        windows = List.copyOf(windows);
    }

    /** When the freeze that holds now ends, at the latest a little after the longest is over; absent when none holds. */
    public Optional<Instant> endAround(Instant now) {
        Instant end = now;
        Optional<Instant> later = next(end);
        while (later.isPresent() && end.isBefore(now.plus(LONGEST))) {
            end = later.get();
            later = next(end);
        }
        return Optional.of(end).filter(now::isBefore);
    }

    /** The windows that hold now, as they were written. */
    public String words(Instant now) {
        return windows.stream()
                .filter(window -> window.endAround(now).isPresent())
                .map(FreezeWindow::words)
                .collect(Collectors.joining("; "));
    }

    private Optional<Instant> next(Instant moment) {
        return windows.stream()
                .flatMap(window -> window.endAround(moment).stream())
                .max(Instant::compareTo);
    }
}
