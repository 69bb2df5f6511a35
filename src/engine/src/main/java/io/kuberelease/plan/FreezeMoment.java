package io.kuberelease.plan;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a freeze begins or ends, as people write it: {@code Fri 16:00}, {@code 22:00}, {@code 2026-12-23 12:00}. */
record FreezeMoment(Kind kind, Optional<DayOfWeek> weekday, Optional<LocalDate> date, Optional<LocalTime> time) {
    private static final Pattern RULE = Pattern.compile(
            "(?:(?<date>\\d{4}-\\d{2}-\\d{2})|(?<day>\\p{L}+))?(?:(?:^|[ T])(?<time>\\d{1,2}:\\d{2}))?");
    private static final int SHORTEST_DAY = 3;

    /** How the moment is given, and so how often it comes. */
    enum Kind {
        WEEKDAY("a day of the week, for example Mon 08:00"),
        TIME("a time, for example 08:00"),
        DATE("a date, for example 2027-01-02 08:00");

        private final String form;

        Kind(String form) {
            this.form = form;
        }

        /** The form in which it is written, with an example. */
        String form() {
            return form;
        }
    }

    /**
     * Reads a moment.
     *
     * @throws IllegalArgumentException when it is none
     */
    static FreezeMoment parse(String text) {
        Matcher parts = RULE.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw refusal(text);
        }
        try {
            Optional<LocalTime> time = Optional.ofNullable(parts.group("time")).map(FreezeMoment::time);
            Optional<LocalDate> date = Optional.ofNullable(parts.group("date")).map(LocalDate::parse);
            Optional<DayOfWeek> weekday =
                    Optional.ofNullable(parts.group("day")).map(word -> weekday(word, text));
            Kind kind = date.isPresent() ? Kind.DATE : weekday.isPresent() ? Kind.WEEKDAY : Kind.TIME;
            return new FreezeMoment(kind, weekday, date, time);
        } catch (DateTimeException impossible) {
            throw refusal(text);
        }
    }

    /** When a date begins; only for {@link Kind#DATE}. */
    LocalDateTime begin() {
        return on(date.orElseThrow());
    }

    /** When a date has ended; only for {@link Kind#DATE}. */
    LocalDateTime end() {
        return endOn(date.orElseThrow());
    }

    /** This moment on that day: at its time, or when the day begins. */
    LocalDateTime on(LocalDate day) {
        return day.atTime(time.orElse(LocalTime.MIDNIGHT));
    }

    /** This moment as an end on that day: at its time, or when the day has ended. */
    LocalDateTime endOn(LocalDate day) {
        return time.map(day::atTime).orElseGet(() -> day.plusDays(1).atStartOfDay());
    }

    private static LocalTime time(String text) {
        return LocalTime.parse(text.length() < "00:00".length() ? "0" + text : text);
    }

    private static DayOfWeek weekday(String word, String text) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> lower.length() >= SHORTEST_DAY
                        && day.name().toLowerCase(Locale.ROOT).startsWith(lower))
                .findFirst()
                .orElseThrow(() -> refusal(text));
    }

    private static IllegalArgumentException refusal(String text) {
        return new IllegalArgumentException("\"" + text
                + "\" is not valid: use a day of the week, a date or neither, and a time, for example Fri 16:00,"
                + " 2026-12-23 12:00 or 22:00");
    }
}
