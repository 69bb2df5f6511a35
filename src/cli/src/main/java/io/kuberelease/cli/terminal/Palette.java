package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import java.util.List;
import java.util.stream.Collectors;

/** Prints lines with or without colours. */
public enum Palette {
    /** With ANSI colours. */
    COLOURS {
        @Override
        String print(Line line) {
            return line.ansi();
        }
    },
    /** Without colours. */
    NONE {
        @Override
        String print(Line line) {
            return line.text();
        }
    };

    abstract String print(Line line);

    String print(List<Line> lines) {
        return lines.stream().map(this::print).collect(Collectors.joining("\n"));
    }
}
