package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.Style;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.promotion.BundleComparison;
import io.kuberelease.promotion.BundleComparison.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints the differences of two bundles: first their parts, then resource by resource. */
public final class ComparisonPrinter {
    private static final String NONE = "none";

    private final Palette palette;

    public ComparisonPrinter(Palette palette) {
        this.palette = palette;
    }

    /** The comparison as lines; the last one has no line end. */
    public String print(BundleComparison comparison) {
        List<String> parts = new ArrayList<>(List.of(palette.print(head(comparison))));
        DiffPrinter changes = new DiffPrinter(palette);
        comparison.changes().forEach((environment, changed) -> {
            parts.add("");
            parts.add(palette.print(List.of(Line.of("As in " + environment, Style.BOLD))));
            parts.add(changes.print(changed));
        });
        return String.join("\n", parts);
    }

    private static List<Line> head(BundleComparison comparison) {
        Bundle before = comparison.from().content();
        Bundle after = comparison.to().content();
        List<Line> lines = new ArrayList<>(List.of(
                side("from   ", comparison.from()),
                side("to     ", comparison.to()),
                fact("commit", before.commit(), after.commit())));
        lines.addAll(images(before.images(), after.images()));
        lines.add(fact("chart", chart(before), chart(after)));
        return lines;
    }

    /** A line for each image that either of them has. */
    private static List<Line> images(PerImage<PlacedImage> before, PerImage<PlacedImage> after) {
        Map<String, String> old = new LinkedHashMap<>();
        Map<String, String> fresh = new LinkedHashMap<>();
        before.stream()
                .forEach(image -> old.put(name(image), image.value().reference().toString()));
        after.stream()
                .forEach(image ->
                        fresh.put(name(image), image.value().reference().toString()));
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(fresh.keySet());
        return names.stream()
                .map(name -> fact(name, old.getOrDefault(name, NONE), fresh.getOrDefault(name, NONE)))
                .toList();
    }

    private static String name(PerImage.Entry<PlacedImage> image) {
        return image.name().map(name -> "image " + name).orElse("image");
    }

    private static Line side(String name, Side side) {
        return Line.of(name, Style.DIM)
                .and(side.bundle().words(), Style.BOLD)
                .and(side.environment().map(where -> "  in " + where).orElse(""), Style.PLAIN);
    }

    private static Line fact(String name, String before, String after) {
        Line line = Line.of(name, Style.DIM).padded(Math.max(7, name.length() + 1));
        return before.equals(after)
                ? line.and(after + ", the same", Style.DIM)
                : line.and(before, Style.PLAIN).and("  →  ", Style.DIM).and(after, Style.PLAIN);
    }

    private static String chart(Bundle bundle) {
        return bundle.chart().name() + " " + bundle.chart().version();
    }
}
