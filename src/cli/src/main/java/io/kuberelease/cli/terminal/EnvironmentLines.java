package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.Style;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.port.EnvironmentLock.Claim;
import io.kuberelease.promotion.EnvironmentStatus;
import io.kuberelease.view.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the status of an environment in a line, with its problems and the users of its lock below. */
final class EnvironmentLines {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** A holder renews its lock every few seconds: after this it is most likely gone. */
    private static final Duration SILENT = Duration.ofSeconds(20);

    private final int names;
    private final Instant now;

    /**
     * @param names the width of the longest environment's name
     */
    EnvironmentLines(int names, Instant now) {
        this.names = names;
        this.now = now;
    }

    List<Line> of(EnvironmentStatus status) {
        List<Line> lines = new ArrayList<>();
        lines.add(mark(status)
                .and(status.environment().name().value(), Style.BOLD)
                .padded(4 + names + 2)
                .and(words(status), Style.PLAIN));
        status.problems().forEach(problem -> lines.add(below(problem, Style.YELLOW)));
        status.present()
                .filter(record -> !record.isGood())
                .flatMap(failed -> status.lastGood())
                .ifPresent(good -> lines.add(below(
                        "The last good one is " + good.version() + ": kube-release rollback --environment "
                                + status.environment().name(),
                        Style.PLAIN)));
        status.lock().holder().ifPresent(claim -> lines.add(below("locked by " + words(claim), Style.PLAIN)));
        status.lock().waiting().forEach(claim -> lines.add(below("waits for the lock: " + words(claim), Style.PLAIN)));
        return lines;
    }

    private static Line mark(EnvironmentStatus status) {
        return switch (status.health()) {
            case HEALTHY -> Line.of("  ✔ ", Style.GREEN);
            case UNHEALTHY -> Line.of("  ✖ ", Style.RED);
            case EMPTY -> Line.of("    ", Style.PLAIN);
            case UNKNOWN -> Line.of("  ? ", Style.YELLOW);
        };
    }

    private static String words(EnvironmentStatus status) {
        String health =
                switch (status.health()) {
                    case HEALTHY -> "healthy";
                    case UNHEALTHY -> "not healthy";
                    case EMPTY -> "nothing is deployed";
                    case UNKNOWN -> "can't be told";
                };
        return status.present()
                .map(record -> words(record, status.since().orElse(record.at())) + ": " + health)
                .orElse(health + ", nothing is recorded" + (status.problems().isEmpty() ? " yet" : ""));
    }

    private static String words(EnvironmentRecord record, Instant since) {
        String how =
                switch (record.result()) {
                    case DEPLOYED, UNCHANGED -> " since ";
                    case FAILED -> " failed ";
                    case RETURNED -> " returned ";
                };
        String errand =
                switch (record.circumstances().errand()) {
                    case RELEASE -> "";
                    case PROMOTION -> " by promotion";
                    case ROLLBACK -> " by rollback";
                };
        return record.version() + how + TIME.format(record.isGood() ? since : record.at()) + errand + " of "
                + record.by()
                + ", bundle " + record.bundle().digest().abbreviated()
                + (record.helmRevision() == 0 ? ", no Helm revision" : ", Helm revision " + record.helmRevision())
                + ", release " + record.release();
    }

    private String words(Claim claim) {
        Duration silence = Duration.between(claim.renewed(), now);
        String gone = silence.compareTo(SILENT) > 0
                ? ", no sign of life for " + Durations.words(silence) + ": whoever comes next takes it"
                : "";
        return "release " + claim.release() + " of " + claim.who() + " since " + TIME.format(claim.since()) + gone;
    }

    private static Line below(String text, Style style) {
        return Line.of("      " + text, style);
    }
}
