package io.kuberelease.cli.terminal;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether lines are printed with colours. */
public enum Palette {
    /** With ANSI colours. */
    COLOURS(Line::ansi),
    /** Text alone. */
    NONE(Line::text);

    private final Function<Line, String> print;

    Palette(Function<Line, String> print) {
        this.print = print;
    }

    String print(Line line) {
        return print.apply(line);
    }

    String print(List<Line> lines) {
        return lines.stream().map(this::print).collect(Collectors.joining("\n"));
    }
}
