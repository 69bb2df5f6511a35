package io.kuberelease.adapters.http;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A server's answer with its body in memory; the body is empty where it is streamed instead. */
@SuppressWarnings("ArrayRecordComponent") // answers are read, never compared
public record HttpReply(int status, HttpHeaders headers, byte[] body, URI address) {
    private static final int SHOWN = 300;

    /** In seconds. A larger number is a time: Docker Hub gives seconds since 1970 where others give the wait. */
    private static final long LONGEST_WAIT = 100_000;

    public boolean ok() {
        return status / 100 == 2;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The beginning of the body as one line, for messages; no server puts a credential there. */
    public String excerpt() {
        String text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** The wait that the server asks for, never negative; a date counts from the server's own clock. Empty for none. */
    public Optional<Duration> retryAfter() {
        Optional<String> wanted = header("Retry-After").map(String::strip);
        Optional<Long> seconds =
                wanted.filter(text -> text.matches("\\d{1,12}")).map(Long::valueOf);
        Optional<Duration> wait = seconds.filter(number -> number <= LONGEST_WAIT)
                .map(Duration::ofSeconds)
                .or(() -> seconds.map(Instant::ofEpochSecond).flatMap(this::fromNow))
                .or(() -> wanted.flatMap(HttpReply::moment).flatMap(this::fromNow));
        return wait.map(time -> time.isNegative() ? Duration.ZERO : time);
    }

    /** The time of the server's clock; empty when it sends none. */
    public Optional<Instant> date() {
        return header("Date").flatMap(HttpReply::moment);
    }

    private Optional<Duration> fromNow(Instant then) {
        return date().map(now -> Duration.between(now, then));
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
