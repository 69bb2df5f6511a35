package io.kuberelease.app.log;

import io.kuberelease.view.Phase;

/** The symbol of each phase, and its colour. */
public final class Marks {
    private Marks() {}

    public static Line of(Phase phase) {
        return Line.of(symbol(phase), style(phase));
    }

    public static Style style(Phase phase) {
        return switch (phase) {
            case DONE -> Style.GREEN;
            case FAILED -> Style.RED_BOLD;
            case RUNNING -> Style.CYAN;
            case WAITING, RETRYING, STOPPED -> Style.YELLOW;
            case PENDING, UNCHANGED, NOT_REACHED -> Style.DIM;
        };
    }

    private static String symbol(Phase phase) {
        return switch (phase) {
            case DONE -> "✔";
            case FAILED -> "✖";
            case RUNNING -> "▶";
            case WAITING -> "●";
            case RETRYING -> "↻";
            case STOPPED -> "■";
            case UNCHANGED -> "↷";
            case PENDING, NOT_REACHED -> " ";
        };
    }
}
