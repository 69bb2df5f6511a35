package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import java.io.PrintStream;
import java.util.List;

/**
 * A block of lines on a terminal that is written over in place. What it writes at once appears at once: the terminal is
 * asked to hold its picture meanwhile, lines are written over and not erased first, so nothing flickers. Nothing that it
 * switches off stays off when this process is killed between two writes.
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

    /** Puts these lines in the place of the ones before; the cursor stays below them. */
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

    /** Puts these lines in the place of the ones before, for good: what follows is written below them. */
    void leave(List<Line> lines) {
        draw(List.of());
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(palette.print(line)).append('\n'));
        out.print(text);
        out.flush();
        drawn = 0;
    }
}
