package io.kuberelease.cli.terminal;

import io.kuberelease.api.PreviewsData;
import io.kuberelease.api.PreviewsData.BranchData;
import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.Style;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.LivePreview;
import io.kuberelease.view.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Prints an app's previews: two lines for each, the oldest first. */
public final class PreviewsPrinter {
    private static final long MEBI = 1024L * 1024;

    private final Palette palette;

    public PreviewsPrinter(Palette palette) {
        this.palette = palette;
    }

    /** The previews as lines; the last one has no line end. */
    public String print(PreviewsData all, Instant now) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(all.app() + " in cluster " + all.cluster(), Style.BOLD)
                .and(": " + all.previews().size() + " of at most " + all.limit() + " previews", Style.PLAIN));
        int branches = all.previews().stream()
                .mapToInt(preview -> preview.branch().length())
                .max()
                .orElse(0);
        for (BranchData preview : all.previews()) {
            lines.add(head(preview)
                    .and(preview.branch(), Style.BOLD)
                    .padded(4 + branches + 2)
                    .and(preview.address().orElse(preview.namespace()), Style.PLAIN));
            lines.add(Line.of("    " + facts(preview, now), Style.DIM));
            preview.lost()
                    .ifPresent(what -> lines.add(Line.of("    " + what + "; delete it and release again", Style.RED)));
            preview.problem().ifPresent(why -> lines.add(Line.of("    " + why, Style.YELLOW)));
        }
        return palette.print(lines);
    }

    private static Line head(BranchData preview) {
        boolean failed = preview.lost().isPresent()
                || preview.result()
                        .filter(result -> result == EnvironmentRecord.Result.FAILED)
                        .isPresent();
        if (preview.state() != LivePreview.State.LIVE || preview.overdue()) {
            return Line.of("  ◌ ", Style.DIM);
        }
        boolean ready = preview.readyPods().equals(preview.pods());
        return failed
                ? Line.of("  ✖ ", Style.RED)
                : Line.of(ready ? "  ✔ " : "  ! ", ready ? Style.GREEN : Style.YELLOW);
    }

    private static String facts(BranchData preview, Instant now) {
        List<String> facts = new ArrayList<>();
        facts.add(preview.version().orElse("nothing was released to it yet"));
        facts.add("by " + preview.owner());
        facts.add(Durations.age(Duration.between(preview.since(), now)) + " old");
        facts.add(
                switch (preview.state()) {
                    case ENDING -> "is being deleted";
                    case CLAIMED -> preview.overdue() ? "its release died at the beginning" : "is being made";
                    case LIVE ->
                        preview.overdue()
                                ? "its time is over"
                                : "lives for " + Durations.age(Duration.between(now, preview.until()));
                });
        preview.pods().ifPresent(pods -> facts.add(preview.readyPods().orElse(0) + " of " + pods + " pods ready"));
        preview.milliCpu().ifPresent(cpu -> facts.add(cpu + "m CPU"));
        preview.memory().ifPresent(bytes -> facts.add(bytes / MEBI + " MiB"));
        return String.join(", ", facts);
    }
}
