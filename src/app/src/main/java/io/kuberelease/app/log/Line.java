package io.kuberelease.app.log;

import io.kuberelease.view.TextSanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of styled pieces. Control characters in the given texts are removed, so that they can't affect the terminal.
 */
public record Line(List<Span> spans) {

    /** A piece of one style. */
    public record Span(String text, Style style) {
        public Span {
            text = TextSanitizer.text(text);
        }
    }

    public static final Line EMPTY = new Line(List.of());

    public Line {
        spans = List.copyOf(spans);
    }

    public static Line of(String text, Style style) {
        return new Line(List.of(new Span(text, style)));
    }

    public Line and(String text, Style style) {
        List<Span> more = new ArrayList<>(spans);
        more.add(new Span(text, style));
        return new Line(more);
    }

    public Line and(Line other) {
        List<Span> more = new ArrayList<>(spans);
        more.addAll(other.spans);
        return new Line(more);
    }

    /** The same line, filled with spaces up to a column; unchanged when it is wider. */
    public Line padded(int column) {
        int missing = column - width();
        return missing > 0 ? and(" ".repeat(missing), Style.PLAIN) : this;
    }

    /** The same line, cut off at a width. */
    public Line cut(int columns) {
        if (width() <= columns) {
            return this;
        }
        List<Span> kept = new ArrayList<>();
        int room = columns;
        for (Span span : spans) {
            int width = Columns.of(span.text());
            if (width >= room) {
                kept.add(new Span(Columns.cut(span.text() + "…", room), span.style()));
                break;
            }
            kept.add(span);
            room -= width;
        }
        return new Line(kept);
    }

    public int width() {
        return spans.stream().mapToInt(span -> Columns.of(span.text())).sum();
    }

    public String text() {
        return spans.stream().map(Span::text).collect(Collectors.joining()).stripTrailing();
    }

    public String ansi() {
        return spans.stream().map(span -> span.style().around(span.text())).collect(Collectors.joining());
    }
}
