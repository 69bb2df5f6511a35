package io.kuberelease.plan;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A time in which no deployment begins: each week, each day, or once. Where clocks are changed it is frozen in doubt:
 * an hour that comes twice belongs to the window at its first time as a beginning and at its second as an end.
 *
 * @param from {@code Fri 16:00}, {@code Fri}, {@code 22:00}, {@code 2026-12-23} or {@code 2026-12-23 12:00}
 * @param to written as {@code from} is; a day without a time belongs to the window as a whole
 */
public record FreezeWindow(String from, String to, ZoneId zone) {

    public FreezeWindow {
        FreezeMoment begins = FreezeMoment.parse(from);
        FreezeMoment ends = FreezeMoment.parse(to);
        if (begins.kind() != ends.kind()) {
            throw new IllegalArgumentException(
                    "is written otherwise than from: use " + begins.kind().form());
        }
        if (begins.kind() == FreezeMoment.Kind.DATE && !ends.end().isAfter(begins.begin())) {
            throw new IllegalArgumentException("is not after from: use a later date");
        }
        if (from.equals(to) && begins.time().isPresent()) {
            throw new IllegalArgumentException("is the same as from: use another time");
        }
    }

    /** When the window ends in which this moment lies; absent when it lies in none. */
    Optional<Instant> endAround(Instant now) {
        return spans(now.atZone(zone).toLocalDate())
                .filter(span -> !now.isBefore(span.begin()) && now.isBefore(span.end()))
                .map(Span::end)
                .findFirst();
    }

    /** As it was written, for example {@code Fri 16:00 to Mon 08:00, Europe/Berlin}. */
    public String words() {
        return from + " to " + to + ", " + zone;
    }

    private record Span(Instant begin, Instant end) {}

    /** The occurrences of the window that may hold a moment of the day. */
    private Stream<Span> spans(LocalDate day) {
        FreezeMoment begins = FreezeMoment.parse(from);
        FreezeMoment ends = FreezeMoment.parse(to);
        return switch (begins.kind()) {
            case DATE -> Stream.of(span(begins.begin(), ends.end()));
            case TIME -> Stream.of(day.minusDays(1), day).map(date -> daily(date, begins, ends));
            case WEEKDAY -> List.of(day, day.minusWeeks(1)).stream().map(date -> weekly(date, begins, ends));
        };
    }

    private Span daily(LocalDate date, FreezeMoment begins, FreezeMoment ends) {
        LocalDateTime begin = begins.on(date);
        LocalDateTime end = ends.on(date);
        return span(begin, end.isAfter(begin) ? end : ends.on(date.plusDays(1)));
    }

    private Span weekly(LocalDate date, FreezeMoment begins, FreezeMoment ends) {
        DayOfWeek first = begins.weekday().orElseThrow();
        LocalDateTime begin = begins.on(date.with(TemporalAdjusters.previousOrSame(first)));
        LocalDate last = begin.toLocalDate()
                .with(TemporalAdjusters.nextOrSame(ends.weekday().orElseThrow()));
        LocalDateTime end = ends.endOn(last);
        return span(begin, end.isAfter(begin) ? end : ends.endOn(last.plusWeeks(1)));
    }

    private Span span(LocalDateTime begin, LocalDateTime end) {
        return new Span(
                beginning(begin),
                ZonedDateTime.of(end, zone).withLaterOffsetAtOverlap().toInstant());
    }

    /** A time that does not exist, since clocks are put forward, begins when they are. */
    private Instant beginning(LocalDateTime time) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        boolean skipped = change != null && change.isGap();
        return skipped ? change.getInstant() : time.toInstant(offset(time));
    }

    private ZoneOffset offset(LocalDateTime time) {
        return ZonedDateTime.of(time, zone).withEarlierOffsetAtOverlap().getOffset();
    }
}
