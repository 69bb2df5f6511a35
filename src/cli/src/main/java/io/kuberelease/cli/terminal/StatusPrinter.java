package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.ResultText;
import io.kuberelease.app.log.Style;
import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.port.EnvironmentLock.Claim;
import io.kuberelease.promotion.EnvironmentStatus;
import io.kuberelease.view.Durations;
import io.kuberelease.view.Phase;
import io.kuberelease.view.ReleaseConclusion;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints the status of an app: its environments, and its last releases. */
public final class StatusPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Never wraps: this is printed once, so the terminal can wrap it. */
    private static final int WIDTH = 10_000;

    private final Palette palette;

    public StatusPrinter(Palette palette) {
        this.palette = palette;
    }

    /** The status as lines; the last one has no line end. */
    public String print(AppName app, List<EnvironmentStatus> environments, List<PastRelease> releases, Instant now) {
        List<Line> lines = new ArrayList<>();
        if (!environments.isEmpty()) {
            lines.add(Line.of("In the environments", Style.BOLD));
            lines.addAll(lines(environments, now));
            lines.add(Line.EMPTY);
        }
        if (releases.isEmpty()) {
            lines.add(Line.of("No release of " + app + " is known.", Style.PLAIN));
        } else {
            lines.add(Line.of("Releases of " + app + ", the last one first", Style.BOLD));
            releases.forEach(release -> lines.addAll(lines(release)));
        }
        return palette.print(lines);
    }

    private static List<Line> lines(List<EnvironmentStatus> environments, Instant now) {
        int names = environments.stream()
                .mapToInt(each -> each.environment().name().value().length())
                .max()
                .orElse(0);
        EnvironmentLines lines = new EnvironmentLines(names, now);
        return environments.stream().flatMap(each -> lines.of(each).stream()).toList();
    }

    private static List<Line> lines(PastRelease release) {
        List<Line> lines = new ArrayList<>(ResultText.of(closing(release), WIDTH));
        lines.add(Line.of(
                "  " + release.state().plan().release() + ", begun "
                        + TIME.format(release.state().startedAt()) + " by "
                        + release.state().plan().startedBy(),
                Style.DIM));
        return lines;
    }

    private static ReleaseConclusion closing(PastRelease release) {
        if (release.underWay()) {
            return new ReleaseConclusion(Phase.RUNNING, what(release) + " is under way", List.of(), Optional.empty());
        }
        Instant asOf = release.last();
        return ReleaseConclusion.of(release.state(), asOf)
                .orElseGet(() -> new ReleaseConclusion(
                        Phase.STOPPED,
                        what(release) + " was interrupted " + TIME.format(asOf),
                        List.of(),
                        Optional.of(
                                "kube-release resume " + release.state().plan().release())));
    }

    private static String what(PastRelease release) {
        return release.state().plan().app() + " " + release.state().plan().version();
    }

    /** Prints the status of an environment in a line, with its problems and the users of its lock below. */
    private static final class EnvironmentLines {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'UTC'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
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
            status.lock()
                    .waiting()
                    .forEach(claim -> lines.add(below("waits for the lock: " + words(claim), Style.PLAIN)));
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
                    .orElse(health + ", nothing is recorded"
                            + (status.problems().isEmpty() ? " yet" : ""));
        }

        private static String words(EnvironmentRecord record, Instant since) {
            String how =
                    switch (record.result()) {
                        case DEPLOYED, UNCHANGED -> " since ";
                        case FAILED -> " failed ";
                        case RETURNED -> " returned ";
                    };
            String origin =
                    switch (record.circumstances().kind()) {
                        case RELEASE -> "";
                        case PROMOTION -> " by promotion";
                        case ROLLBACK -> " by rollback";
                    };
            return record.version() + how + TIME.format(record.isGood() ? since : record.at()) + origin + " of "
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
}
