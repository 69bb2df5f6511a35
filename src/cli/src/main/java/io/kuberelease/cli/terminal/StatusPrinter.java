package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.ResultText;
import io.kuberelease.app.log.Style;
import io.kuberelease.model.AppName;
import io.kuberelease.promotion.EnvironmentStatus;
import io.kuberelease.view.Phase;
import io.kuberelease.view.ReleaseConclusion;
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
}
