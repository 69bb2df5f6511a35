package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import java.io.PrintStream;
import java.util.List;

/**
 * A block of lines on a terminal that is redrawn in place. To avoid flicker, the terminal is asked to hold its picture
 * during a drawing, and lines are overwritten instead of being erased first. Each drawing restores all settings, so a
 * kill between two drawings leaves nothing switched off.
 */
final class Canvas {
    private static final String HOLD = "\033[?2026h\033[?25l\033[?7l";
    private static final String SHOW = "\033[?7h\033[?25h\033[?2026l";
    private static final String TO_LINE_END = "\033[K";
    private static final String TO_SCREEN_END = "\033[J";

    private final PrintStream out;
    private final Palette palette;
    private int drawn;

    Canvas(PrintStream out, Palette palette) {
        this.out = out;
        this.palette = palette;
    }

    /** Replaces the lines of the last drawing; the cursor stays below them. */
    void draw(List<Line> lines) {
        StringBuilder text = new StringBuilder(HOLD);
        if (drawn > 0) {
            text.append("\033[").append(drawn).append('F');
        }
        for (Line line : lines) {
            text.append(palette.print(line)).append(TO_LINE_END).append('\n');
        }
        text.append(lines.size() < drawn ? TO_SCREEN_END : "").append(SHOW);
        out.print(text);
        out.flush();
        drawn = lines.size();
    }

    /** Replaces the lines of the last drawing for good: later output is written below them. */
    void leave(List<Line> lines) {
        draw(List.of());
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(palette.print(line)).append('\n'));
        out.print(text);
        out.flush();
        drawn = 0;
    }
}
