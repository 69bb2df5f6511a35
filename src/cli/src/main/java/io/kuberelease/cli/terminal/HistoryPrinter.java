package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.Style;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.promotion.Histories.History;
import io.kuberelease.view.Durations;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints the histories of environments: a line for each bundle that was deployed, the newest first. */
public final class HistoryPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Palette palette;

    public HistoryPrinter(Palette palette) {
        this.palette = palette;
    }

    /**
     * The histories as lines; the last one has no line end.
     *
     * @param last the number of records to print for each environment
     */
    public String print(Collection<History> histories, int last) {
        List<Line> lines = new ArrayList<>();
        for (History history : histories) {
            if (!lines.isEmpty()) {
                lines.add(Line.EMPTY);
            }
            lines.add(Line.of(history.environment().name().value(), Style.BOLD));
            lines.addAll(lines(history, last));
        }
        return palette.print(lines);
    }

    private static List<Line> lines(History history, int last) {
        Optional<ReleaseException> problem = history.problem();
        if (problem.isPresent()) {
            return List.of(Line.of("  " + problem.get().reason().summary(), Style.YELLOW));
        }
        if (history.records().isEmpty()) {
            return List.of(Line.of("  nothing is recorded yet", Style.DIM));
        }
        List<EnvironmentRecord> shown = history.records().stream().limit(last).toList();
        int versions = shown.stream()
                .mapToInt(record -> record.version().value().length())
                .max()
                .orElse(0);
        List<Line> lines = new ArrayList<>(
                shown.stream().map(record -> line(record, versions)).toList());
        int more = history.records().size() - shown.size();
        if (more > 0) {
            lines.add(Line.of(
                    "  and " + more + " more: --last " + history.records().size(), Style.DIM));
        }
        return lines;
    }

    private static Line line(EnvironmentRecord record, int versions) {
        String approved = record.circumstances()
                .approvedBy()
                .map(who -> ", approved by " + who)
                .orElse("");
        String took = record.circumstances()
                .took()
                .filter(known -> record.result() != EnvironmentRecord.Result.UNCHANGED)
                .map(known -> " in " + Durations.words(known))
                .orElse("");
        Line head =
                switch (record.result()) {
                    case DEPLOYED -> Line.of("  ✔ ", Style.GREEN);
                    case UNCHANGED -> Line.of("  = ", Style.DIM);
                    case FAILED -> Line.of("  ✖ ", Style.RED);
                    case RETURNED -> Line.of("  ↩ ", Style.YELLOW);
                };
        return head.and(record.version().value(), Style.BOLD)
                .padded(4 + versions + 2)
                .and(record.bundle().digest().abbreviated() + "  " + TIME.format(record.at()) + "  ", Style.PLAIN)
                .and(words(record) + took + ", by " + record.by() + approved, Style.PLAIN)
                .and(
                        (record.helmRevision() == 0 ? "  no Helm revision" : "  Helm revision " + record.helmRevision())
                                + ", release " + record.release(),
                        Style.DIM);
    }

    private static String words(EnvironmentRecord record) {
        String origin =
                switch (record.circumstances().kind()) {
                    case RELEASE -> "";
                    case PROMOTION -> "promotion, ";
                    case ROLLBACK -> "rollback, ";
                };
        return origin + record.result().name().toLowerCase(Locale.ROOT);
    }
}
